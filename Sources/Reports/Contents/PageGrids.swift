import FileFormats
import GAN
import Runs

/// The grids of samples of a run, as they come onto a page.
struct PageGrids {
  /// A grid, and where it stands in the run.
  private struct Grid {
    let label: String
    /// In epochs.
    let time: Double
    let step: Int?
    let source: String
  }

  private var grids: [Grid] = []
  /// What is said of those that are missing; `nil` if none is.
  private(set) var note: String?

  /// Finds the grids of a run. Where there are too many for a page, those stay that lie about evenly in time.
  init(_ run: RunDirectory, _ configuration: RunConfiguration?, _ pictures: PagePictures) {
    let timeline = configuration.map { EpochTimeline($0.training) }
    let all = run.samplePictures().filter { Self.isPossible($0, timeline) }
    var count = min(all.count, PagePictures.maximumCount)
    if case .embedded(let maximumByteCount) = pictures {
      let byteCount = all.reduce(0) { $0 + (sizeOfFile($1.path) ?? 0) }
      if byteCount > maximumByteCount { count = min(count, all.count * maximumByteCount / byteCount) }
    }
    let surplus = SamplePicture.surplus(all, keep: count, timeline ?? EpochTimeline(batchesPerEpoch: 1))
    let gone = Set(surplus.map(\.path))
    let kept = all.filter { !gone.contains($0.path) }
    var unreadable = 0
    for picture in kept {
      if let source = Self.source(picture, pictures) {
        grids.append(Self.grid(picture, timeline, source))
      } else {
        unreadable += 1
      }
    }
    grids.sort { ($0.time, $0.label) < ($1.time, $1.label) }
    let notes = [
      surplus.isEmpty ? nil : "\(kept.count.grouped) of \(all.count.grouped) grids are shown.",
      unreadable == 0
        ? nil : "\(counted(unreadable, "grid")) cannot be read, and \(unreadable == 1 ? "is" : "are") left out.",
    ].compactMap { $0 }
    note = notes.isEmpty ? nil : notes.joined(separator: " ")
  }

  /// Numbers in names of files can be any. Without a configuration nothing tells how steps and epochs go together.
  private static func isPossible(_ picture: SamplePicture, _ timeline: EpochTimeline?) -> Bool {
    switch picture.moment {
    case .epoch(let number): RunSettings.possibleEpochs.contains(number)
    case .step(let number): number <= 1 << 40 && timeline != nil
    }
  }

  private static func grid(_ picture: SamplePicture, _ timeline: EpochTimeline?, _ source: String) -> Grid {
    let step = timeline.map { picture.step($0) }
    switch picture.moment {
    case .epoch(let number):
      return Grid(label: "Epoch \(number)", time: Double(number), step: step, source: source)
    case .step(let number):
      return Grid(
        label: "Step \(number.grouped)", time: timeline?.epochs(afterStep: number) ?? 0, step: step, source: source)
    }
  }

  private static func source(_ picture: SamplePicture, _ pictures: PagePictures) -> String? {
    switch pictures {
    case .embedded: PagePictures.bytes(of: picture.path).map(PagePictures.address)
    case .addressed: LivePaths.picture(picture)
    }
  }

  /// What the page's script reads.
  var json: JSONValue {
    .array(
      grids.map {
        .object([
          "label": .string($0.label), "time": .number($0.time), "step": $0.step.map { .number($0) } ?? .null,
          "source": .string($0.source),
        ])
      })
  }
}
