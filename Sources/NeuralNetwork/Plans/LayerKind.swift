import TensorCore

/// A kind of layer. Its values are layers of a network as data, without weights.
///
/// A kind stands in one file: its settings and how files name them, its shapes and parameters, the running layer that
/// it makes, and what it does with the layer behind it. ``LayerDescription/kinds`` lists all of them, and nothing else
/// needs to know one from another.
package protocol LayerKind: Hashable, Sendable {
  /// The name in an architecture's file.
  static var type: String { get }
  /// The settings, in the order in which they are read.
  static var members: [LayerMember<Self>] { get }

  /// The first version of checkpoints that knows the kind.
  static var format: Int { get }

  /// Creates a layer for its settings to be read into.
  init()

  /// The layer in a few words.
  var summary: String { get }

  /// Whether the running layer writes over its input. It has to write elsewhere as a network's first layer.
  var worksInPlace: Bool { get }

  /// Whether the layer is linear in its input but for a bias and the mask of a rectifier. Its running layer is a
  /// ``PiecewiseLinearLayer`` then.
  var isPiecewiseLinear: Bool { get }

  /// Works out shapes and parameters.
  ///
  /// - Throws: ``NetworkPlanError`` if the settings are beyond their limits or do not fit the input.
  func plan(_ place: LayerPlace) throws(NetworkPlanError) -> LayerPlan

  /// Whether the running layer writes the gradient of its input elsewhere than over that of its output.
  var needsGradientBuffer: Bool { get }

  /// What the running layer takes beside the parameters.
  func memory(_ demand: LayerDemand) -> NetworkMemory

  /// Makes the running layer.
  func makeLayer(_ site: LayerSite) -> any Layer
}

extension LayerKind {
  /// No settings.
  package static var members: [LayerMember<Self>] { [] }

  /// As old as the oldest that still go on.
  package static var format: Int { 2 }

  /// It writes to memory of its own.
  package var worksInPlace: Bool { false }

  /// It may be anything.
  package var isPiecewiseLinear: Bool { false }

  /// Whoever works in place one way does so the other way too.
  package var needsGradientBuffer: Bool { !worksInPlace }

  /// Its results, unless they take the place of the input.
  package func memory(_ demand: LayerDemand) -> NetworkMemory {
    var memory = NetworkMemory()
    memory.kept = worksInPlace && demand.index > 0 ? 0 : demand.results
    return memory
  }
}

/// A setting of a kind of layer: its name in files, and what it may be.
package struct LayerMember<Kind: LayerKind>: Sendable {
  /// Where the setting stands, and within which limits files may have it. Those that depend on other settings or on the
  /// input are ``LayerKind/plan(_:)``'s to check.
  package enum Value: Sendable {
    /// A whole number.
    case integer(WritableKeyPath<Kind, Int> & Sendable, in: ClosedRange<Int>)
    /// A finite number.
    case float(WritableKeyPath<Kind, Float> & Sendable)
    /// True or false.
    case bool(WritableKeyPath<Kind, Bool> & Sendable)
    /// A whole number for all sides, or one for each.
    case padding(WritableKeyPath<Kind, Padding> & Sendable, in: ClosedRange<Int>)
  }

  /// The name.
  package let name: String
  /// What it is.
  package let value: Value

  /// Creates a setting.
  package init(_ name: String, _ value: Value) {
    self.name = name
    self.value = value
  }
}
