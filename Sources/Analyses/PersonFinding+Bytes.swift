import Numerics
import Tables

/// What is costly about a person, as bytes for the cache: similarity and scores.
extension PersonSimilarity {
  public func write(to writer: inout ByteWriter) {
    writer.add(components)
    writer.add(logLikelihoods)
    writer.add(nearest)
    writer.add(probability)
    writer.add(proportions)
    writer.add(isOneGroup)
    writer.add([depth.z, depth.additive])
    writer.add(isOutside)
    writer.add(called)
  }

  public init(_ reader: inout ByteReader) throws(ByteReader.Broken) {
    let components = try reader.numbers(), likelihoods = try reader.numbers()
    let nearest = try reader.integer(), probability = try reader.number()
    let proportions = try reader.numbers(), isOneGroup = try reader.flag()
    let depth = try reader.numbers(), isOutside = try reader.flag(), called = try reader.integer()
    guard depth.count == 2, likelihoods.indices.contains(nearest) else {
      throw ByteReader.Broken()
    }
    self.init(
      components: components, logLikelihoods: likelihoods, nearest: nearest,
      probability: probability, proportions: proportions, isOneGroup: isOneGroup,
      depth: .init(z: depth[0], additive: depth[1]), isOutside: isOutside, called: called)
  }
}

extension PersonScore {
  public func write(to writer: inout ByteWriter) {
    writer.add(part ?? "")
    writer.add(isWhole)
    writer.add(sum)
    for count in [defined, used, called] { writer.add(count) }
    writer.add(weightShare)
    writer.add(place.map { [$0.below, $0.at] } ?? [])
    writer.add([deviate, errors.reference, errors.unmatched, errors.weights, zGroup, zNorm1])
    writer.add(errors.rowsWithError)
    writer.add(zNorm2.map { [$0] } ?? [])
  }

  public init(_ reader: inout ByteReader) throws(ByteReader.Broken) {
    let part = try reader.text(), isWhole = try reader.flag(), sum = try reader.wide()
    let counts = [try reader.integer(), try reader.integer(), try reader.integer()]
    let share = try reader.number(), place = try reader.numbers()
    let values = try reader.numbers(), known = try reader.integer()
    let second = try reader.numbers()
    guard values.count == 6, place.isEmpty || place.count == 2 else { throw ByteReader.Broken() }
    self.init(
      part: part.isEmpty ? nil : part, isWhole: isWhole, sum: sum, defined: counts[0],
      used: counts[1], called: counts[2], weightShare: share,
      place: place.isEmpty ? nil : .init(below: place[0], at: place[1]), deviate: values[0],
      errors: ScoreErrors(
        reference: values[1], unmatched: values[2], weights: values[3], rowsWithError: known),
      zGroup: values[4], zNorm1: values[5], zNorm2: second.first)
  }
}
