// Whoever has the learning half has its networks, its data and its measures, too.
@_exported import AEAnalysis
@_exported import AEData
@_exported import AENetwork
