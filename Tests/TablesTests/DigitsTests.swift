import Diagnostics
import Foundation
import Tables
import Testing

@Suite struct DigitsTests {

  @Test func prints() {
    #expect(Digits.text(3.14159, .fixed(3)) == "3.142")
    #expect(Digits.text(-1.5, .fixed(1)) == "-1.5")
    #expect(Digits.text(0.05, .fixed(4)) == "0.0500")
    #expect(Digits.text(-0.0004, .fixed(3)) == "0.000")
    #expect(Digits.text(12.5, .integer) == "12")
    #expect(Digits.text(13.5, .integer) == "14")
    #expect(Digits.text(123_456.789, .significant(6)) == "123457")
    #expect(Digits.text(1e-9, .significant(2)) == "1e-09")
    #expect(Digits.text(.nan, .fixed(1)) == "nan")
    #expect(Digits.text(1e15, .fixed(1)) == "1000000000000000.0")
  }

  /// 20,000 values of 1e-6 to 1e7, whole eighths of a last digit among them, as C's printf has them.
  @Test(arguments: [1, 2, 3, 4, 6]) func significantIsC(_ digits: Int) {
    var state: UInt64 = 5
    func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-53
    }
    var wrong: [Double] = []
    for index in 0..<20_000 {
      let size = pow(10, next() * 13 - 6)
      let value = (index % 2 == 0 ? size : (size * 8).rounded() / 8) * (index % 3 == 0 ? -1 : 1)
      let expected = value == 0 ? "0" : String(format: "%.\(digits)g", value)
      if Digits.text(value, .significant(digits)) != expected { wrong.append(value) }
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(3))")
  }

  @Test(arguments: [
    (1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th"),
    (21, "21st"), (83, "83rd"), (99, "99th"),
  ])
  func ordinals(_ number: Int, _ text: String) { #expect(Digits.ordinal(number) == text) }

  @Test func minusIsAMinusForPeople() { #expect(Digits.prose("-0.5") == "\u{2212}0.5") }
  @Test func tinyPIsNeverZero() { #expect(Digits.pValue(0) == "< 1e-300") }
  @Test func longCountsAreGrouped() { #expect(Digits.grouped(12_345) == "12\u{202F}345") }
}

@Suite struct ApportionmentTests {
  /// Parts add up to the rounded whole, and none moves by a whole step: 2,000 random splits.
  @Test func partsAddUp() {
    var state: UInt64 = 9
    func next() -> Int128 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int128(Int64(bitPattern: state) >> 12)
    }
    for _ in 0..<2000 {
      let parts = (0..<7).map { _ in next() }
      let whole = parts.reduce(0, +)
      let step: Int128 = 100_000_000_000
      let rounded = Apportionment.rounded(whole: whole, parts: parts, step: step)
      #expect(rounded.parts.reduce(0, +) == rounded.whole)
      for (part, units) in zip(parts, rounded.parts) {
        #expect((part - units * step).magnitude <= step)
      }
    }
  }

  @Test func leftOverUnitsGoToTheLargestRemainders() {
    // 0.4 + 0.4 + 0.2 = 1: everything rounds to 0, and the one unit goes to the first of the largest.
    let rounded = Apportionment.rounded(whole: 10, parts: [4, 4, 2], step: 10)
    #expect(rounded.whole == 1)
    #expect(rounded.parts == [1, 0, 0])
  }
}

@Suite struct TextTableTests {
  @Test func readsFieldsAndPlaces() throws {
    let table = try TextTable(Array("##kind=x\na\tb\n1\t2\n3\t\n".utf8), file: "t.tsv")
    #expect(table.header == ["a", "b"])
    #expect(table.rows.count == 2)
    #expect(table.head == ["kind=x"])
    #expect(table.place(row: 1, column: 1).description == "t.tsv:4:3")
  }

  static let broken: [(String, String)] = [
    ("", "t.tsv:1: error: no header line"), ("a\ta\n", "t.tsv:1: error: column 'a' stands twice"),
    ("a\tb\n1\n", "t.tsv:2: error: 1 fields where the header has 2"),
  ]

  @Test(arguments: broken) func refuses(_ text: String, _ message: String) {
    #expect {
      try TextTable(Array(text.utf8), file: "t.tsv")
    } throws: { error in
      (error as? Problems)?.description.hasPrefix(message) == true
    }
  }

  @Test func refusesBytesThatAreNoText() {
    #expect(throws: Problems.self) { try TextTable([0x61, 0x0A, 0xFF, 0xFE], file: "t.tsv") }
  }

  @Test(arguments: [Shown.text("a b"), .number("-1.5"), .suppressed, .missing, .withheld("why")])
  func fieldsReadBack(_ shown: Shown) { #expect(Shown(field: shown.field) == shown) }

  @Test func wordsThatLookLikeNumbersAreWords() {
    #expect(Shown(field: "nan") == .text("nan"))
    #expect(Shown(field: "0x1F") == .text("0x1F"))
  }
}

@Suite struct PeopleTests {
  @Test func setsOfPeople() {
    let a = People([1, 64, 70], universe: 100), b = People([64, 99], universe: 100)
    #expect(a.count == 3)
    #expect(a.intersection(b).members == [64])
    #expect(a.union(b).members == [1, 64, 70, 99])
    #expect(a.subtracting(b).members == [1, 70])
  }
}
