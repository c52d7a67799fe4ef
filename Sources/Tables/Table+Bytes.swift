/// Findings as bytes, for the cache: not a maker of anything that can be printed.
extension Table {
  public func write(to writer: inout ByteWriter) {
    writer.add(name)
    writer.add(title)
    writer.add(columns.count)
    for column in columns { column.write(to: &writer) }
    writer.add(rows.count)
    for row in rows {
      for entry in row { entry.write(to: &writer) }
    }
  }

  public init(_ reader: inout ByteReader) throws(ByteReader.Broken) {
    let name = try reader.text(), title = try reader.text()
    var columns: [Column] = []
    for _ in 0..<(try reader.count()) { columns.append(try Column(&reader)) }
    var rows: [[Entry]] = []
    for _ in 0..<(try reader.count()) {
      var row: [Entry] = []
      for _ in columns { row.append(try Entry(&reader)) }
      rows.append(row)
    }
    self.init(name, title, columns, rows: rows)
  }
}

extension Column {
  fileprivate func write(to writer: inout ByteWriter) {
    for text in [name, label, unit ?? "", meaning] { writer.add(text) }
    switch format {
    case .integer: writer.add(0)
    case .fixed(let digits): writer.add(100 + digits)
    case .significant(let digits): writer.add(200 + digits)
    case .evenTies(let digits): writer.add(300 + digits)
    case .exact: writer.add(400)
    }
    switch subject {
    case .people: writer.add("people")
    case .person: writer.add("person")
    case .variant: writer.add("variant")
    case .nobody: writer.add("nobody")
    case .derived(let from): writer.add("derived\t" + from.joined(separator: "\t"))
    }
  }

  fileprivate init(_ reader: inout ByteReader) throws(ByteReader.Broken) {
    let name = try reader.text(), label = try reader.text()
    let unit = try reader.text(), meaning = try reader.text()
    let code = try reader.integer()
    let format: NumberFormat
    switch code / 100 {
    case 0: format = .integer
    case 1: format = .fixed(code % 100)
    case 2: format = .significant(code % 100)
    case 3: format = .evenTies(code % 100)
    default: format = .exact
    }
    let words = try reader.text().split(separator: "\t").map(String.init)
    let subject: Subject
    switch words.first {
    case "people": subject = .people
    case "person": subject = .person
    case "variant": subject = .variant
    case "derived": subject = .derived(from: Array(words.dropFirst()))
    case "nobody": subject = .nobody
    default: throw ByteReader.Broken()
    }
    self.init(
      name, label, unit: unit.isEmpty ? nil : unit, format: format, of: subject, meaning)
  }
}

extension Entry {
  fileprivate func write(to writer: inout ByteWriter) {
    switch self {
    case .text(let text):
      writer.add(0)
      writer.add(text)
    case .number(let value):
      writer.add(1)
      writer.add(value)
    case .people(let people):
      writer.add(2)
      writer.add(people.universe)
      for word in people.words { writer.add(word) }
    case .missing: writer.add(3)
    case .withheld(let reason):
      writer.add(4)
      writer.add(reason)
    }
  }

  fileprivate init(_ reader: inout ByteReader) throws(ByteReader.Broken) {
    switch try reader.integer() {
    case 0: self = .text(try reader.text())
    case 1: self = .number(try reader.number())
    case 2:
      let universe = try reader.integer()
      guard universe >= 0, universe < 1 << 32 else { throw ByteReader.Broken() }
      var people = People(universe: universe)
      for place in 0..<(universe + 63) / 64 {
        let word = try reader.word()
        for bit in 0..<64 where word >> UInt64(bit) & 1 == 1 {
          guard place * 64 + bit < universe else { throw ByteReader.Broken() }
          people.insert(place * 64 + bit)
        }
      }
      self = .people(people)
    case 3: self = .missing
    case 4: self = .withheld(try reader.text())
    default: throw ByteReader.Broken()
    }
  }
}
