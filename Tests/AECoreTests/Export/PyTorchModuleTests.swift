import AECore
import Foundation
import Testing

/// The module's text; `Scripts/check_pytorch_module.py` runs it where torch is.
@Suite struct PyTorchModuleTests {
  @Test func everyLayerIsALine() throws {
    let text = PyTorchModule(try exampleRun(), weights: "mine.safetensors").text
    #expect(
      text.hasPrefix("# conv: images (N, 1, 6, 6) in [0, 1] to codes of 3 values and back.\n"))
    #expect(
      text.contains(
        """
                self.encoder = nn.Sequential(
                    nn.Conv2d(1, 2, (3, 3), stride=(2, 2), padding=(1, 1)),
                    nn.ReLU(),
                    nn.Flatten(),
                    nn.Linear(18, 3),
                )
                self.decoder = nn.Sequential(
                    nn.Linear(3, 18),
                    nn.ReLU(),
                    nn.Unflatten(1, (2, 3, 3)),
                    nn.ConvTranspose2d(2, 1, (3, 3), stride=(2, 2), padding=(1, 1), output_padding=(1, 1)),
                    nn.Sigmoid(),
                )

        """))
    #expect(text.contains("def load(path=\"mine.safetensors\"):"))
    #expect(text.contains("model.load_state_dict(load_file(path))\n"))
    #expect(!text.contains("class GaussianSampling"))
  }

  @Test func whatPyTorchLacksIsDefined() throws {
    var run = try exampleRun()
    run.model.encoder = [
      .batchNorm2d(BatchNormSpec(channels: 1)), .leakyReLU(slope: 0.2), .dropout(probability: 0.25),
      .maxPool2d(try PoolingSpec(kernel: Size2D(2))), .flatten,
      .dense(DenseSpec(inFeatures: 9, outFeatures: 6, bias: false)), .gaussianSampling,
    ]
    let text = PyTorchModule(run, weights: "a\"b.safetensors").text
    for line in [
      "class GaussianSampling(nn.Module):", "            GaussianSampling(),",
      "nn.BatchNorm2d(1, eps=1e-05, momentum=0.1)", "nn.LeakyReLU(0.2)", "nn.Dropout(0.25)",
      "nn.MaxPool2d((2, 2), stride=(2, 2))", "nn.Linear(9, 6, bias=False)",
      "def load(path=\"a\\\"b.safetensors\"):", "num_batches_tracked",
    ] {
      #expect(text.contains(line), "\(line)")
    }
  }

  @Test func aNameStaysInItsComment() throws {
    var run = try exampleRun()
    run.model.name = "x\nimport os"
    let lines = PyTorchModule(run, weights: "w").text.split(separator: "\n")
    #expect(!lines.contains("import os"))
    #expect(lines.first?.hasPrefix("# x import os: images") == true)
  }

  @Test func weightsHaveTheModulesNames() throws {
    let run = try exampleRun()
    let weights = try PyTorchModule.weights(of: run)
    #expect(
      weights.keys.sorted() == [
        "decoder.0.bias", "decoder.0.weight", "decoder.3.bias", "decoder.3.weight",
        "encoder.0.bias", "encoder.0.weight", "encoder.3.bias", "encoder.3.weight",
      ])
    for (name, tensor) in weights { #expect(run.tensors[name] == tensor) }
  }
}
