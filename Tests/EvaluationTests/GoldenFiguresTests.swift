import FileFormats
import Foundation
import GAN
import NeuralNetwork
import TensorCore
import Testing

@testable import Evaluation

/// The figures against numpy's and scipy's, as `scripts/reference/evaluation_golden.py` wrote them.
@Suite struct GoldenFiguresTests {
  private struct Golden {
    let x: RowMatrix
    let y: RowMatrix
    let figures: [String: Double]
    let intervals: [String: [Double]]

    static func all() throws -> [Golden] {
      let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/figures.json").path
      let json = try JSONValue(parsing: WholeFile.read(path: path, maximumSize: 1 << 20))
      return try #require(json.array).map { entry in
        func number(_ key: String) throws -> Double { try #require(entry["case"]?[key]?.double) }
        let seed = UInt64(try number("seed"))
        let columns = Int(try number("columns"))
        return Golden(
          x: sampleFeatures(
            seed: seed, substream: 0, rows: Int(try number("x")), columns: columns, shift: try number("shift"),
            scale: try number("scale")),
          y: sampleFeatures(seed: seed, substream: 1, rows: Int(try number("y")), columns: columns),
          figures: try #require(entry["figures"]?.object).compactMapValues(\.double),
          intervals: try #require(entry["intervals"]?.object).compactMapValues {
            $0.array?.compactMap(\.double)
          })
      }
    }

    func expect(
      _ name: String, _ value: Double, within tolerance: Double? = nil, _ location: SourceLocation = #_sourceLocation
    ) throws {
      let expected = try #require(figures[name])
      let tolerance = tolerance ?? 1e-6 * abs(expected)
      #expect(abs(value - expected) <= tolerance, "\(name): \(value), not \(expected)", sourceLocation: location)
    }
  }

  @Test func fréchetDistanceIsNumpys() throws {
    for golden in try Golden.all() {
      let trace = try #require(golden.figures["trace"])
      try golden.expect("frechet", FrechetDistance.between(golden.x, golden.y), within: 1e-6 * trace)
    }
  }

  @Test func kernelDistanceAndNeighbourFiguresAreNumpys() throws {
    let context = try ComputeContext(threads: 2)
    for golden in try Golden.all() {
      let found = try Comparison(golden.x, golden.y, context)
      try golden.expect("kernel", found.kernel.value)
      try golden.expect("kernel_standard_error", found.kernel.standardError)
      try golden.expect("precision", found.precision)
      try golden.expect("recall", found.recall)
      try golden.expect("density", found.density)
      try golden.expect("coverage", found.coverage)
      try golden.expect("kernel", KernelDistance.value(golden.x, golden.y, context))
    }
  }

  @Test func classifierScoreIsNumpys() throws {
    for golden in try Golden.all() {
      let probabilities = (0..<golden.x.count).map { row in
        SoftmaxCrossEntropy.softmax((0..<min(4, golden.x.columns)).map { golden.x[row, $0] })
      }
      let contributions = ClassifierScore.contributions(probabilities)
      let mean = contributions[0].indices.map { index in
        contributions.reduce(0) { $0 + $1[index] } / Double(contributions.count)
      }
      try golden.expect("score", ClassifierScore.score(mean))
    }
  }

  /// From the same subsets and resamplings.
  @Test func intervalsAreNumpys() throws {
    let context = try ComputeContext(threads: 2)
    func side(_ features: RowMatrix) throws -> Side {
      let probabilities = (0..<features.count).map { row in
        SoftmaxCrossEntropy.softmax((0..<min(4, features.columns)).map { features[row, $0] })
      }
      return Side(
        images: ImageSet(Shape(channels: 1), bytes: [UInt8](repeating: 0, count: features.count)),
        read: ReadImages(features: features, probabilities: probabilities),
        neighbourhoods: try Neighbourhoods(features, context) { _ in })
    }
    for golden in try Golden.all() {
      let found = try PairFigures(side(golden.x), against: side(golden.y), context) { _ in }
      let figures = [
        "frechet": found.frechet, "kernel": found.kernel, "precision": found.precision, "density": found.density,
        "score": found.score,
      ]
      for (name, figure) in figures {
        let figure = try #require(figure)
        guard let expected = golden.intervals[name] else {
          #expect(name == "frechet" && figure.interval == nil)
          continue
        }
        let interval = try #require(figure.interval)
        let tolerance = 1e-6 * max(abs(expected[0]), abs(expected[1]))
        #expect(abs(interval.lowerBound - expected[0]) <= tolerance, "\(name)")
        #expect(abs(interval.upperBound - expected[1]) <= tolerance, "\(name)")
      }
    }
  }

  @Test func memorisedShareIsNumpys() throws {
    let context = try ComputeContext(threads: 2)
    for golden in try Golden.all() {
      let half = golden.y.count / 2
      let unseen = golden.y.rows(Array(0..<half))
      let learnt = golden.y.rows(Array(half..<golden.y.count))
      let distances = try NearestRows(of: unseen, among: learnt, context) { _ in }.distances
      try golden.expect("threshold", Memorisation(unseen: distances).threshold)
      let measure = try MemorisationMeasure(
        unseen: .init(pixels: unseen, features: unseen), training: .init(pixels: learnt, features: learnt), context
      ) { _ in }
      let figures = try MemorisationFigures(.init(pixels: golden.x, features: golden.x), measure, context) { _ in }
      try golden.expect("memorised", figures.pixels.value)
      #expect(figures.features == figures.pixels)
    }
  }
}
