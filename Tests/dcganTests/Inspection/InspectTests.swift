import Foundation
import Testing

struct InspectTests {
  let fixture: SmallModel

  init() throws { fixture = try SmallModel() }

  private func report(_ path: String) throws -> String {
    let result = try fixture.program.run("inspect", path)
    #expect(result.status == 0 && result.error == "")
    return result.text
  }

  private func json(_ path: String) throws -> [String: Any] {
    let result = try fixture.program.run("inspect", "--json", path)
    #expect(result.status == 0 && result.error == "")
    #expect(result.output.last == UInt8(ascii: "\n"))
    return try #require(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
  }

  @Test func aCheckpointsReportToTheLetter() throws {
    let report = try report("model.safetensors")
    #expect(
      report == """
        checkpoint      model.safetensors
        architecture    small
        step            20
        epoch           4 done, 0 of 5 steps of the next
        data            43 images of 8x8x1
        latent size     5
        recipe          paper
        batch size      8
        learning rate   0.01
        beta1           0.5
        beta2           0.999
        epsilon         1e-08
        latents         normal
        loss            non-saturating
        convolution     winograd
        seed            1
        snapshot every  100

        Generator
           layer                                                  output  parameters  multiply-adds
        0  linear                                                 4x4x12         960            960
        1  reshape                                                4x4x12           0              0
        2  batch normalisation                                    4x4x12          24              0
        3  ReLU                                                   4x4x12           0              0
        4  transposed convolution 4x4, stride 2, padding 1, bias  8x8x1          193          3,072
        5  tanh                                                   8x8x1            0              0
           total                                                               1,177          4,032

        Discriminator
           layer                                       output  parameters  multiply-adds
        0  convolution 4x4, stride 2, padding 1, bias  4x4x6          102          1,536
        1  leaky ReLU 0.2                              4x4x6            0              0
        2  convolution 4x4, stride 1, padding 0, bias  1x1x1           97             96
           total                                                      199          1,632

        """)
  }

  @Test func aRunIsToldByItsCheckpointInTextAndJSON() throws {
    try fixture.program.run(fixture.training("run", "--max-steps", "7", "--seed", "18446744073709551615"))
    let text = try report("run")
    #expect(text.fact("checkpoint") == "run/checkpoint.safetensors" && text.fact("step") == "7")
    #expect(text.fact("epoch") == "1 done, 2 of 5 steps of the next")
    #expect(text.fact("seed") == "18446744073709551615")

    let report = try json("run")
    #expect(report["kind"] as? String == "checkpoint")
    #expect(report["path"] as? String == "run/checkpoint.safetensors")
    #expect(report["step"] as? Int == 7)
    #expect(report["epoch"] as? Int == 1)
    #expect((report["configuration"] as? [String: Any])?["seed"] as? String == "18446744073709551615")
    #expect((report["architecture"] as? [String: Any])?["latentSize"] as? Int == 5)
    #expect(report["generator"] as? [String: Int] == ["parameters": 1177, "multiplyAdds": 4032])
    #expect(report["discriminator"] as? [String: Int] == ["parameters": 199, "multiplyAdds": 1632])
    let tensors = try #require(report["tensors"] as? [String: [Int]])
    #expect(tensors["generator.4.weight"] == [12, 1, 4, 4])
    #expect(tensors["generator.2.num_batches_tracked"] == [])
    #expect(tensors["adam.discriminator.2.bias.exp_avg_sq"] == [1])
  }

  @Test func theReportOnTheProjectsOwnDataInTextAndJSON() throws {
    let path = BuiltPackage.tinyData
    let text = try report(path)
    #expect(text.fact("training") == "\(path)/train-images-idx3-ubyte.gz" && text.fact("images") == "2,560 of 28x28x1")
    #expect(text.contains("\(path)/t10k-images-idx3-ubyte.gz\n") && text.contains("320 of 28x28x1\n"))
    #expect(text.contains("\n  class 9, ankle boot  256\n"))

    let report = try json(path)
    #expect(report["kind"] as? String == "data")
    let parts = try #require(report["parts"] as? [[String: Any]])
    #expect(parts.map { $0["name"] as? String } == ["training", "test"])
    #expect(parts.map { $0["count"] as? Int } == [2560, 320])
    #expect(
      parts.map { $0["classCounts"] as? [Int] } == [256, 32].map { [Int](repeating: $0, count: 10) })
    for part in parts {
      #expect(part["height"] as? Int == 28 && part["width"] as? Int == 28 && part["channels"] as? Int == 1)
      #expect(part["least"] as? Int == 0 && (part["greatest"] as? Int ?? 0) > 250)
    }
  }

  @Test func dataWithoutLabelsOrATestPart() throws {
    let text = try report("data")
    #expect(text.hasPrefix("training  data/train-images-idx3-ubyte\nimages    43 of 8x8x1\nvalues    0 to 25"))
    #expect(text.hasSuffix("\nlabels    none\n"))
    #expect(try report("data/train-images-idx3-ubyte") == text)
    let parts = try #require(try json("data")["parts"] as? [[String: Any]])
    #expect(parts.count == 1)
    #expect(parts[0]["labels"] is NSNull && parts[0]["classCounts"] is NSNull)
  }
}
