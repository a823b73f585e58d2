/// What to do about the words of libyaml.
struct YAMLAdvice {
    /// Where the mistake is, if not where libyaml noticed it.
    var place: YAMLMark?
    var hint: String?

    /// `context` is where the thing began that was being read.
    init(_ words: String, context: YAMLMark?) {
        let begun = context.map { " that stands at \($0)" } ?? ""
        func has(_ text: String) -> Bool { words.contains(text) }
        if has("could not find expected ':'") {
            place = context
            hint = "write key: value, with a space behind the colon"
        } else if has("while parsing a flow sequence") {
            hint = "close the [\(begun), or put a comma between its entries"
        } else if has("while parsing a flow mapping") {
            hint = "close the {\(begun), or put a comma between its entries"
        } else if has("unexpected end of stream while scanning a quoted") {
            hint = "close the quote\(begun)"
        } else if has("unknown escape character") {
            hint = "write \\\\ for a backslash, or put the value in single quotes"
        } else if has("mapping values are not allowed") {
            hint =
                "check the indentation here and in the line above; "
                + "a value that holds a colon and a space needs quotes"
        } else if has("while parsing a block") {
            hint = "indent this line like its neighbours"
        } else if has("cannot start any token") || has("alphabetic or numeric character") {
            hint = "put the value in quotes"
        } else if has("expected <document start>") {
            hint = "keep one document in the file"
        } else if has("incompatible YAML document") {
            hint = "leave out the %YAML line"
        }
    }
}
