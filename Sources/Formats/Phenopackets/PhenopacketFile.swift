import Diagnostics
import Foundation

/// What a phenopacket (version 2, JSON) says of a case: observed and excluded features, and the
/// diagnosis.
public struct Phenopacket: Sendable, Hashable {
  public let id: String
  /// The id of the person whom it describes, where it says so.
  public let subject: String?
  /// Ids of terms that were observed, in the order of the file, each once.
  public let observed: [String]
  /// Ids of terms that were looked for and not found.
  public let excluded: [String]
  /// The diagnosis of the first interpretation that has one, else the first disease that is not
  /// excluded.
  public let diagnosis: String?

  /// Reads the text of a file. Throws for what is no JSON, or no phenopacket; what the file says
  /// of the person is in no message.
  public init(_ bytes: [UInt8], file: String) throws(Diagnostic) {
    let message: Message
    do {
      message = try JSONDecoder().decode(Message.self, from: Data(bytes))
    } catch {
      throw Diagnostic(
        at: Place(file), Self.reason(error), hint: "a phenopacket of version 2, as JSON")
    }
    id = message.id
    subject = message.subject?.id
    let features = message.phenotypicFeatures ?? []
    observed = Self.unique(features.filter { $0.excluded != true })
    excluded = Self.unique(features.filter { $0.excluded == true })
    diagnosis =
      message.interpretations?.lazy.compactMap { $0.diagnosis?.disease?.id }.first
      ?? message.diseases?.first { $0.excluded != true }?.term?.id
  }

  /// Whom a file describes, and nothing else of it. Throws for what is no JSON.
  public static func subject(of bytes: [UInt8], file: String) throws(Diagnostic) -> String? {
    do {
      return try JSONDecoder().decode(Head.self, from: Data(bytes)).subject?.id
    } catch {
      throw Diagnostic(
        at: Place(file), reason(error), hint: "a phenopacket of version 2, as JSON")
    }
  }

  private static func unique(_ features: [Feature]) -> [String] {
    var seen: Set<String> = []
    return features.compactMap(\.type?.id).filter { seen.insert($0).inserted }
  }

  private static func reason(_ error: any Error) -> String {
    guard let error = error as? DecodingError else { return "no JSON" }
    switch error {
    case .keyNotFound(let key, _): return "no '\(key.stringValue)'"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      let path = context.codingPath.map(\.stringValue).joined(separator: ".")
      return path.isEmpty
        ? "no object of JSON" : "another type than expected at \(path)"
    default: return "no JSON"
    }
  }
}

// MARK: - The message, as far as it is read

private struct Head: Decodable {
  let subject: Subject?
}

private struct Subject: Decodable {
  let id: String?
}

private struct Message: Decodable {
  let id: String
  let subject: Subject?
  let phenotypicFeatures: [Feature]?
  let interpretations: [Interpretation]?
  let diseases: [Disease]?
}

private struct OntologyClass: Decodable {
  let id: String
}

private struct Feature: Decodable {
  let type: OntologyClass?
  let excluded: Bool?
}

private struct Interpretation: Decodable {
  let diagnosis: Diagnosis?
}

private struct Diagnosis: Decodable {
  let disease: OntologyClass?
}

private struct Disease: Decodable {
  let term: OntologyClass?
  let excluded: Bool?
}
