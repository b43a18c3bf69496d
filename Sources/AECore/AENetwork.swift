// Whoever has the learning half has its networks, too.
@_exported import AENetwork
