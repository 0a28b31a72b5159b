import Testing
import TrainingTestSupport

@testable import GAN

struct RecipeTests {
  @Test func paperIsThePapersSettingsAndNeedsNoNewFormat() {
    #expect(Recipe.paper.settings == TrainingSettings())
    #expect(Recipe.paper.differences.isEmpty)
    #expect(TrainingSettings.table.format(Recipe.paper.settings) == 2)
    let settings = TrainingSettings()
    #expect(settings.learningRate == 2e-4 && settings.batchSize == 64 && settings.beta1 == 0.5)
    #expect(!settings.average.isKept && settings.schedule.shape == .constant && settings.keptFakes == 1)
  }

  @Test(arguments: Recipe.allCases)
  func aRecipeIsFoundByItsNameAndARunNamesItInFiles(recipe: Recipe) throws {
    #expect(Recipe(rawValue: recipe.rawValue) == recipe)
    var configuration = TrainingConfiguration.sample()
    configuration.settings = recipe.settings
    configuration.settings.isConditional = false  // The sample has no classes.
    configuration.batchSize = 8
    #expect(configuration.json["recipe"]?.string == (recipe == .paper ? nil : recipe.rawValue))
    #expect(configuration.format == (recipe == .paper ? 2 : 3))
    #expect(try TrainingConfiguration(json: configuration.json, architecture: .small) == configuration)
  }

  @Test func fewImagesHaveARecipeOfTheirOwnUnlessTheDefaultIsThePapers() {
    #expect(Recipe.chosen(imageCount: 60_000, default: .best) == .best)
    #expect(Recipe.chosen(imageCount: 5000, default: .best) == .best)
    #expect(Recipe.chosen(imageCount: 4999, default: .best) == .smallData)
    #expect(Recipe.chosen(imageCount: 4999, default: .paper) == .paper)
  }

  @Test func namesDifferAndEveryOtherRecipeDiffersFromThePapersSettings() {
    #expect(Set(Recipe.allCases.map(\.rawValue)).count == Recipe.allCases.count)
    for recipe in Recipe.allCases where recipe != .paper { #expect(!recipe.differences.isEmpty) }
  }

  @Test(arguments: Preset.allCases, Recipe.allCases)
  func generatorsOfFullyConnectedLayersArePenalizedWherePossible(preset: Preset, recipe: Recipe) throws {
    let architecture = try preset.architecture(baseChannels: 4)
    let settings = recipe.settings.penalizedWherePossible(architecture)
    if recipe == .paper || ![Preset.gan, .mlpConv, .denseConv].contains(preset) {
      #expect(settings == recipe.settings)
    } else {
      #expect(settings.loss == .relativistic && settings.penalty.r1 == 1 && settings.penalty.r2 == 1)
      var back = settings
      (back.loss, back.penalty) = (.nonSaturating, PenaltySettings())
      #expect(back == recipe.settings)
      var configuration = TrainingConfiguration.sample(architecture)
      configuration.settings = settings
      configuration.settings.isConditional = false  // The sample has no classes.
      #expect(throws: Never.self) { try configuration.checkMeans() }
    }
  }

  @Test func lossesPenaltiesAndSmoothLabelsOfTheUsersOwnStay() throws {
    let architecture = try Preset.mlpConv.architecture(baseChannels: 4)
    let changes: [(inout TrainingSettings) -> Void] = [
      { $0.loss = .hinge }, { $0.penalty.r1 = 2 }, { $0.penalty.r2 = 2 }, { $0.labelSmoothing = 0.1 },
    ]
    for change in changes {
      var settings = Recipe.best.settings
      change(&settings)
      #expect(settings.penalizedWherePossible(architecture) == settings)
      #expect(settings.withoutImpliedPenalties(architecture) == settings)
    }
  }

  @Test func impliedPenaltiesAreTakenInTheGivenStepsAndCanBeTakenBack() throws {
    let architecture = try Preset.mlpConv.architecture(baseChannels: 4)
    var settings = Recipe.best.settings
    settings.penalty.interval = 4
    let penalized = settings.penalizedWherePossible(architecture)
    #expect(penalized.loss == .relativistic && penalized.penalty.r1 == 1 && penalized.penalty.interval == 4)
    #expect(penalized.withoutImpliedPenalties(architecture) == settings)
    #expect(settings.withoutImpliedPenalties(architecture) == settings)
    // To other networks, the same settings are those of somebody who gave them.
    #expect(penalized.withoutImpliedPenalties(try Preset.dcgan28.architecture(baseChannels: 4)) == penalized)
  }

  /// The settings of a run are those of its file, whatever a later program means by the recipe.
  @Test func aFileKeepsWhatItSaysAndTheNameOfItsRecipeChangesNothing() throws {
    var configuration = TrainingConfiguration.sample()
    configuration.settings.recipe = .best
    let read = try TrainingConfiguration(json: configuration.json, architecture: .small)
    #expect(read.recipe == .best && !read.average.isKept && read.learningRate == configuration.learningRate)
  }
}
