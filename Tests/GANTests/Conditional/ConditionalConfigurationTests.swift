import FileFormats
import TensorCore
import Testing
import TrainingTestSupport

@testable import GAN

struct ConditionalConfigurationTests {
  @Test func labelsBelongToTheDataOfConditionalRunsAlone() throws {
    let (configuration, images) = try TrainingConfiguration.conditionalSample()
    let classes = try #require(configuration.data.classes)
    #expect(classes.counts == [15, 14, 14] && classes.names == [])
    var labels = images.labels ?? []
    labels.swapAt(0, 1)
    let others = ImageSet(configuration.architecture.image, bytes: images.bytes, labels: labels)
    func identity(_ images: ImageSet, _ isConditional: Bool) -> TrainingConfiguration.DataIdentity {
      .init(computing: images, isConditional: isConditional)
    }
    #expect(identity(images, true) != identity(others, true))
    #expect(identity(images, false) == identity(others, false))
    #expect(identity(images, false).classes == nil)
  }

  @Test func aConditionalRunIsOfFormatThreeAndSaysItsClasses() throws {
    let configuration = try TrainingConfiguration.conditionalSample().configuration
    #expect(configuration.format == 3)
    let json = configuration.json
    #expect(json["conditional"]?.bool == true)
    #expect(json["dataClasses"]?["counts"]?.array?.compactMap(\.integer) == [15, 14, 14])
    #expect(try TrainingConfiguration(json: json, architecture: configuration.architecture) == configuration)
  }

  @Test func otherRunsKeepTheirBytes() throws {
    let configuration = TrainingConfiguration.sample()
    #expect(configuration.format == 2)
    #expect(configuration.json["conditional"] == nil && configuration.json["dataClasses"] == nil)
  }

  @Test(
    arguments: [
      ("conditional", nil, "The networks of 'small' are for 3 classes, and the run is not conditional."),
      ("dataClasses", nil, "The run is conditional, and its images have no labels."),
      (
        "dataClasses", JSONValue.object(["counts": .array([.number(-1)])]),
        "'dataClasses' must have the classes' names, the number of images of each, and a checksum."
      ),
      (
        "dataClasses",
        JSONValue.object(["counts": .array([.number(0)]), "names": .array([]), "checksum": .number(1)]),
        "'dataClasses' must have the classes' names, the number of images of each, and a checksum."
      ),
      (
        "dataClasses",
        JSONValue.object([
          "counts": .array([.number(1), .number(2), .number(3), .number(4)]), "names": .array([]),
          "checksum": .number(1),
        ]), "The networks are for 3 classes, and the images have 4."
      ),
      ("conditional", JSONValue.number(1), "The setting 'conditional' must be 'true' or 'false', not 1."),
    ] as [(String, JSONValue?, String)])
  func whatDoesNotAgreeIsRefused(key: String, value: JSONValue?, sentence: String) throws {
    let configuration = try TrainingConfiguration.conditionalSample().configuration
    var members = configuration.json.object ?? [:]
    members[key] = value
    #expect(throws: SettingError(sentence)) {
      try TrainingConfiguration(json: .object(members), architecture: configuration.architecture)
    }
  }

  @Test func networksThatGoByNoClassesAreRefused() throws {
    var configuration = try TrainingConfiguration.conditionalSample().configuration
    configuration.architecture = .small
    let conflict = SettingConflict(
      description: "The run is conditional, and the networks of 'small' go by no classes.", kind: .classes)
    #expect(throws: conflict) { try TrainingState(configuration, .single()) }
  }

  @Test func classesAreFoundByNameOrNumber() {
    let classes = DataClasses(names: ["Ankle boot", "Bag", "7"], counts: [3, 0, 2, 5], checksum: 0)
    #expect(classes.number(of: "ankle-boot") == 0)
    #expect(classes.number(of: "Bag") == nil)
    #expect(classes.number(of: "7") == 2)
    #expect(classes.number(of: "3") == 3)
    #expect(classes.number(of: "4") == nil)
    #expect(classes.present == [0, 2, 3])
    #expect(classes.present.map(classes.name(of:)) == ["Ankle boot", "7", "3"])
  }

  @Test func classesWithANameAndNoImagesCount() throws {
    let images = ImageSet(
      Shape(channels: 1), bytes: [1, 2, 3], labels: [0, 1, 0])
    let named = ImageSet(
      count: 3, height: 1, width: 1, channels: 1, bytes: [1, 2, 3], labels: [0, 1, 0], classNames: ["a", "b", "c"])
    #expect(DataClasses(computing: images)?.counts == [2, 1])
    #expect(DataClasses(computing: named)?.counts == [2, 1, 0])
    #expect(DataClasses(computing: ImageSet(Shape(channels: 1), bytes: [1])) == nil)
  }
}
