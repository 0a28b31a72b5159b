/// What a stream of random numbers is for. Streams of different purposes share no block of words.
///
/// The raw values are a part of the definition of every random number: they are never changed or used again, and a new
/// purpose takes the next free one. `scripts/reference/random_numbers.py` has the same list.
public enum RandomPurpose: UInt32, Sendable, CaseIterable {
  /// Initial weights. The substream is the parameter tensor's index, an element is a weight in PyTorch's layout.
  case weights = 0
  /// The order of the images in an epoch. The substream is the epoch.
  case shuffle = 1
  /// The generator's inputs in training. One substream, 0, whose elements go on from step to step.
  case trainingLatents = 2
  /// The generator's inputs for pictures. The substream is the picture's index, so a picture does not depend on how
  /// many are asked for or how they are batched.
  case sampleLatents = 3
  /// What the evaluation of a model draws. The substream is the drawing's index in the order of evaluation.
  case evaluation = 4
  /// The latents that a search in latent space chooses its starting points from. The substream is the latent's index.
  case searchLatents = 5
  /// What the judge of images draws: which images it takes, the order in which its classifier learns, and what
  /// intervals are made of. The substream tells these apart.
  case judgement = 6
  /// Which training images are kept apart from training. One substream, 0, of the seed 0, whatever the run's is.
  case holdOut = 7
  /// The latents that the statistics of averaged weights are estimated with. The substream is the latent's index.
  case statistics = 8
  /// How images are distorted before the discriminator sees them. The substream is the pass of a step, and each image
  /// of each step has eight elements.
  case augmentation = 9
  /// What power iterations begin with. The substream is the layer's place, of the seed 0, whatever the run's is.
  case powerIteration = 10
  /// The classes of a conditional generator's images where none is asked for. The substream is what the images are for,
  /// an element is the image's index.
  case classes = 11
}
