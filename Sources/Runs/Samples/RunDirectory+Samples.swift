import GAN

extension RunDirectory {
  /// The picture of samples that the run drew last; `nil` if it has drawn none.
  ///
  /// - Parameter timeline: by which the pictures of steps are put among those of epochs.
  /// - Returns: its path.
  package func newestSamplePicture(_ timeline: EpochTimeline) -> String? {
    samplePictures().max { $0.step(timeline) < $1.step(timeline) }?.path
  }
}
