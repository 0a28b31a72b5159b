import CommandLineKit
import FileFormats
import GAN
import Runs
import TensorCore

/// Which classes a conditional model is to draw.
enum ClassOption {
  static let several = Option<String?>(
    "class", valueName: "NAME,...",
    help: "Classes to draw with a conditional model, which take turns: names of the data's classes, or their numbers. "
      + "(default: all, as often as the data have them)")
  static let one = Option<String?>(
    "class", valueName: "NAME",
    help: oneHelp)
  static let ofImages = Option<String?>(
    "class", valueName: "NAME", help: oneHelp + " (default: that of the images, where they have labels)")
  private static let oneHelp = "Class to draw with a conditional model: a name of the data's classes, or its number."

  /// The classes that are asked for; `nil` if none is.
  ///
  /// - Throws: `UsageError` if the model goes by no classes, or has none of such a name or number.
  static func classes(_ arguments: ParsedArguments, _ model: LoadedModel) throws -> [Int]? {
    guard let text = arguments.value(of: several.parameter.name, as: String?.self) ?? nil else { return nil }
    guard let known = model.configuration.data.classes else {
      throw UsageError(
        "'--class' is for conditional models, and '\(model.checkpoint.path)' is none: its run was begun without "
          + "'--conditional'.")
    }
    // A name may have a comma itself.
    let names = known.number(of: text) == nil ? text.listItems.map(String.init) : [text]
    guard !names.isEmpty else { throw UsageError("'--class' names no class. \(list(known))") }
    return try names.map { name in
      guard let number = number(of: name, known) else {
        throw UsageError("'--class \(name)': the model has learnt no such class. \(list(known))")
      }
      return number
    }
  }

  /// All classes that a conditional model has learnt.
  ///
  /// - Throws: `UsageError` if it goes by none.
  static func all(_ model: LoadedModel) throws -> [Int] {
    guard let known = model.configuration.data.classes else {
      throw UsageError("'--grid-by-class' is for conditional models, and '\(model.checkpoint.path)' is none.")
    }
    return known.present
  }

  /// The one class of a command whose images are all of the same; `nil` if the model goes by none.
  ///
  /// Where the images that the command works on are `labelled`, all with the same class, it need not be named.
  ///
  /// - Throws: `UsageError` if the model is conditional and not exactly one class is named, or what ``classes(_:_:)``
  ///   throws.
  static func required(
    _ arguments: ParsedArguments, _ model: LoadedModel, of labelled: Set<String?> = []
  ) throws -> Int? {
    let classes = try classes(arguments, model)
    guard let known = model.configuration.data.classes else { return nil }
    if let classes {
      guard let number = classes.first, classes.count == 1 else {
        throw UsageError(
          "'--class' names \(classes.count) classes, and all images here are of one: name that alone.")
      }
      return number
    }
    if labelled.count == 1, let name = labelled.first.flatMap({ $0 }), let number = known.number(of: name) {
      return number
    }
    let several =
      labelled.count > 1 && !labelled.contains(nil)
      ? " By their labels they are of \(labelled.count) classes: give those of one at a time." : ""
    throw UsageError(
      "The model is conditional, and all images here are of one class: name it with '--class'.\(several) \(list(known))"
    )
  }

  /// Refuses a conditional model, for a command that moves along directions between classes.
  ///
  /// - Throws: `UsageError` with what does the same.
  static func refuse(_ model: LoadedModel, from: String, to: String) throws {
    guard model.configuration.data.classes != nil else { return }
    throw UsageError(
      "The model is conditional, and draws any class of a latent vector: 'dcgan project --class \(from.shellQuoted)' finds the "
        + "image's, and 'dcgan sample --latents FILE --class \(to.shellQuoted)' draws it.")
  }

  private static func number(of name: String, _ known: DataClasses) -> Int? {
    if let number = known.number(of: name) { return number }
    return NearestClass.number(to: name, among: known.names).map(Int.init).flatMap {
      known.present.contains($0) ? $0 : nil
    }
  }

  private static func list(_ known: DataClasses) -> String {
    "It has: \(known.present.map(known.name(of:)).joined(separator: ", "))."
  }
}

extension LoadedModel {
  /// The generator, which draws images of the classes, in turns, if any are named.
  func generator(maximumImages: Int, classes: [Int]?, _ context: ComputeContext) throws -> Generator {
    let generator = try generator(maximumImages: maximumImages, context)
    if let classes { generator.classChoice = ClassChoice(classes) }
    return generator
  }
}
