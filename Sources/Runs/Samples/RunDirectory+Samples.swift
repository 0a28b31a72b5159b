extension RunDirectory {
  /// The picture of samples that the run drew last; `nil` if it has drawn none.
  ///
  /// - Parameter stepsPerEpoch: by how many steps the pictures of steps are put among those of epochs.
  /// - Returns: its path.
  package func newestSamplePicture(stepsPerEpoch: Int) -> String? {
    samplePictures().max { $0.time(stepsPerEpoch: stepsPerEpoch) < $1.time(stepsPerEpoch: stepsPerEpoch) }?.path
  }
}
