// What is read and written here are networks.
@_exported import AENetwork
