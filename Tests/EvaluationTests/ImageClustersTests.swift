import FileFormats
import GAN
import TensorCore
import Testing

@testable import Evaluation

struct ImageClustersTests {
  private func numbers(
    _ count: Int, _ images: ImageSet, threads: Int = 2, _ set: InstructionSet? = nil
  ) throws -> [Int] {
    let context = try ComputeContext(threads: threads, instructionSet: set)
    return try ImageClusters(count, of: images, context).numbers(of: images, context)
  }

  @Test func kindsThatLieApartAreFoundTheLargestFirst() throws {
    // Of the three kinds 40, 30 and 20 images.
    let all = sampleImages(120, seed: 1)
    let kinds = try #require(all.labels)
    let sizes = [30, 40, 20]
    var taken = [0, 0, 0]
    let places = kinds.indices.filter { place in
      let kind = Int(kinds[place])
      taken[kind] += 1
      return taken[kind] <= sizes[kind]
    }
    let images = all.subset(at: places)
    #expect(try numbers(3, images) == places.map { [1, 0, 2][Int(kinds[$0])] })
  }

  @Test func imagesThatWereNotLearntGetTheNearest() throws {
    let context = try ComputeContext(threads: 2)
    let clusters = try ImageClusters(3, of: sampleImages(90, seed: 1), context)
    let labels = try #require(try sampleImages(60, seed: 2).labelled(by: clusters, context).labels)
    #expect(labels == (0..<60).map { labels[$0 % 3] })
    #expect(Set(labels).count == 3)
    #expect(try clusters.numbers(of: sampleImages(0, seed: 2), context) == [])
  }

  /// Every image lies nearest to the mean of its own cluster, once nothing moves any more.
  @Test func clustersAreThoseOfTheNearestMeans() throws {
    let images = sampleImages(80, seed: 3)
    let found = try numbers(7, images)
    #expect(Set(found).count == 7)
    let rows = (0..<images.count).map { images[$0].map(Double.init) }
    let means = (0..<7).map { cluster in
      let own = rows.indices.filter { found[$0] == cluster }.map { rows[$0] }
      return (0..<images.imageSize).map { pixel in own.reduce(0) { $0 + $1[pixel] } / Double(own.count) }
    }
    for (row, number) in zip(rows, found) {
      let distances = means.map { zip($0, row).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } }
      #expect(distances.indices.min { distances[$0] < distances[$1] } == number)
    }
  }

  @Test func theyDependNeitherOnThreadsNorOnTheInstructionSet() throws {
    let images = sampleImages(70, seed: 4)
    let one = try numbers(9, images, threads: 1)
    for set in InstructionSet.available {
      for threads in [1, 2, 5] { #expect(try numbers(9, images, threads: threads, set) == one) }
    }
  }

  /// Images of more than 32 pixels a side are looked at from further away, edges that are in part among them.
  @Test(arguments: [(40, 33), (70, 20), (65, 64)]) func largeColourImagesAreFoundToo(height: Int, width: Int) throws {
    let shape = Shape(height: height, width: width, channels: 3)
    let stream = RandomStream(seed: 5, purpose: .evaluation, substream: 101)
    let bytes = (0..<24 * shape.imageCount).map { place -> UInt8 in
      let (image, pixel) = (place / shape.imageCount, place % shape.imageCount)
      return UInt8(stream.uniform(at: UInt64(place)) * 40) + (pixel % 3 == image % 3 ? 200 : 0)
    }
    let found = try numbers(3, ImageSet(shape, bytes: bytes))
    #expect(found == (0..<24).map { found[$0 % 3] })
    #expect(Set(found).count == 3)
  }

  @Test func imagesThatAreAllAlikeAreSortedAllTheSame() throws {
    let images = ImageSet(Shape(height: 2, width: 2, channels: 1), bytes: [UInt8](repeating: 7, count: 4 * 5))
    let found = try numbers(3, images)
    #expect(found == [0, 0, 0, 0, 0])
    #expect(try numbers(1, sampleImages(9, seed: 1)) == [Int](repeating: 0, count: 9))
  }
}
