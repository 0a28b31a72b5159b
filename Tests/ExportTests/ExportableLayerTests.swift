import GAN
import NeuralNetwork
import Testing

@testable import Export

struct ExportableLayerTests {
  @Test func everyKindOfLayerCanBeExported() {
    for kind in LayerDescription.kinds { #expect(kind.init() is any ExportableLayer, "\(kind.type)") }
  }
}
