import CLibyaml

/// One step of libyaml's walk through a text, copied out of its memory.
struct YAMLEvent {
    enum Kind: Equatable {
        case streamStart
        case streamEnd
        case documentStart
        case documentEnd
        case alias(String)
        case scalar(String, YAMLNode.ScalarStyle)
        case sequenceStart(YAMLNode.CollectionStyle)
        case sequenceEnd
        case mappingStart(YAMLNode.CollectionStyle)
        case mappingEnd
    }

    var kind: Kind
    var anchor: String?
    var tag: String?
    /// Code points before the event, without a byte order mark.
    var start: Int
    var end: Int
}

/// What libyaml says of a text it cannot read.
struct YAMLProblem: Error {
    enum Place {
        /// Code points before it.
        case index(Int)
        /// Bytes before it, without a byte order mark.
        case offset(Int)
    }

    var place: Place
    var words: String
    /// Where the thing began that is being read: code points before it.
    var context: Int?
}

/// libyaml's parser over a text in memory, which must outlive it.
struct YAMLEvents: ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>

    init(_ text: UnsafeBufferPointer<UInt8>) throws(YAMLProblem) {
        parser = .allocate(capacity: 1)
        guard yaml_parser_initialize(parser) == 1 else {
            parser.deallocate()
            throw YAMLProblem(place: .offset(0), words: "not enough memory to read it")
        }
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(
            parser, text.baseAddress, text.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
    }

    /// The next event; ask no further after `.streamEnd` or a thrown problem.
    mutating func next() throws(YAMLProblem) -> YAMLEvent {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw problem() }
        defer { yaml_event_delete(&event) }
        return copy(event)
    }

    private func problem() -> YAMLProblem {
        let state = parser.pointee
        guard let problem = state.problem else {
            return YAMLProblem(place: .offset(0), words: "not enough memory to read it")
        }
        let words = String(cString: problem)
        guard state.error != YAML_READER_ERROR else {
            return YAMLProblem(place: .offset(state.problem_offset), words: words)
        }
        let context = state.context.map { " " + String(cString: $0) } ?? ""
        return YAMLProblem(
            place: .index(state.problem_mark.index), words: words + context,
            context: state.context == nil ? nil : state.context_mark.index)
    }
}

private func copy(_ event: yaml_event_t) -> YAMLEvent {
    var copied = YAMLEvent(
        kind: .streamEnd, start: event.start_mark.index, end: event.end_mark.index)
    let data = event.data
    switch event.type {
    case YAML_STREAM_START_EVENT:
        copied.kind = .streamStart
    case YAML_DOCUMENT_START_EVENT:
        copied.kind = .documentStart
    case YAML_DOCUMENT_END_EVENT:
        copied.kind = .documentEnd
    case YAML_ALIAS_EVENT:
        copied.kind = .alias(string(data.alias.anchor) ?? "")
    case YAML_SCALAR_EVENT:
        let bytes = UnsafeBufferPointer(start: data.scalar.value, count: data.scalar.length)
        let style = scalarStyle(data.scalar.style)
        copied.kind = .scalar(String(decoding: bytes, as: UTF8.self), style)
        copied.anchor = string(data.scalar.anchor)
        copied.tag = string(data.scalar.tag)
    case YAML_SEQUENCE_START_EVENT:
        let isFlow = data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE
        copied.kind = .sequenceStart(isFlow ? .flow : .block)
        copied.anchor = string(data.sequence_start.anchor)
        copied.tag = string(data.sequence_start.tag)
    case YAML_SEQUENCE_END_EVENT:
        copied.kind = .sequenceEnd
    case YAML_MAPPING_START_EVENT:
        let isFlow = data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
        copied.kind = .mappingStart(isFlow ? .flow : .block)
        copied.anchor = string(data.mapping_start.anchor)
        copied.tag = string(data.mapping_start.tag)
    case YAML_MAPPING_END_EVENT:
        copied.kind = .mappingEnd
    default:
        copied.kind = .streamEnd
    }
    return copied
}

private func string(_ text: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    text.map { String(cString: $0) }
}

private func scalarStyle(_ style: yaml_scalar_style_t) -> YAMLNode.ScalarStyle {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
    case YAML_LITERAL_SCALAR_STYLE: .literal
    case YAML_FOLDED_SCALAR_STYLE: .folded
    default: .plain
    }
}
