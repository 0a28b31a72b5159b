/// How the names of state begin.
package enum StateName {
  package static let generator = "generator."
  package static let discriminator = "discriminator."
  package static let optimizer = "adam."
  package static let average = "average."
  package static let health = "health."
  package static let snapshot = "snapshot."
}
