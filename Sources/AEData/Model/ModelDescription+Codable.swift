import AENetwork

extension ModelDescription: Codable {
  private enum CodingKeys: CodingKey { case name, latentSize, encoder, decoder }

  /// Reads a model; whether its layers fit each other is looked at where it is used.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      name: try container.decode(String.self, forKey: .name),
      latentSize: try container.decode(Int.self, forKey: .latentSize),
      encoder: try container.decode([LayerSpec].self, forKey: .encoder),
      decoder: try container.decode([LayerSpec].self, forKey: .decoder))
  }

  /// Writes the model with both halves.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(latentSize, forKey: .latentSize)
    try container.encode(self.encoder, forKey: .encoder)
    try container.encode(self.decoder, forKey: .decoder)
  }
}
