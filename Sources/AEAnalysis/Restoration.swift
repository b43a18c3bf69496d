import AENetwork

/// How close images come to clean ones.
package struct Restoration {
  /// The mean squared error per value.
  package let mse: Double
  /// The mean structural similarity; nil when the images are smaller than its window.
  package let ssim: Double?

  /// `images` against `clean`, both `(n, C, H, W)`.
  package init(_ images: Tensor, of clean: Tensor) {
    mse = Measure.meanSquaredError(images, clean)
    let similarities = (0..<clean.shape[0]).map { ImageMetrics.ssim(images[$0], clean[$0]) }
    ssim =
      similarities.isEmpty || similarities.contains { $0 == nil }
      ? nil : similarities.reduce(0) { $0 + ($1 ?? 0) } / Double(similarities.count)
  }
}
