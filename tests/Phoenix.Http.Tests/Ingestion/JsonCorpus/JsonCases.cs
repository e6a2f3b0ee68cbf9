using System.Text;

namespace Phoenix.Http.Tests.Ingestion.JsonCorpus;

/// <summary>
/// JSON values, well-formed and not, after the idea of Nicolas Seriot's JSONTestSuite: <c>y_</c> must be taken,
/// <c>n_</c> refused, <c>i_</c> may be either. Each stands as one value within an event.
/// </summary>
public static class JsonCases
{
    public static IEnumerable<(string Name, byte[] Value)> All =>
        Good.Concat(Bad).Concat(Odd).Select(c => (c.Name, Encoding.UTF8.GetBytes(c.Text))).Concat(BadBytes);

    private static readonly (string Name, string Text)[] Good =
    [
        ("y_array_empty", "[]"), ("y_array_space_inside", "[ ]"), ("y_array_of_empty_string", "[\"\"]"),
        ("y_array_false", "[false]"), ("y_array_heterogeneous", "[null, 1, \"1\", {}, []]"), ("y_array_null", "[null]"),
        ("y_array_newlines", "[1\n,\r\n2\t]"), ("y_array_several_null", "[1,null,null,null,2]"),
        ("y_array_nested", "[[[[[[[[[[]]]]]]]]]]"), ("y_array_trailing_space", "[2] "), ("y_array_leading_space", " [1]"),
        ("y_number_zero", "0"), ("y_number_minus_zero", "-0"), ("y_number_zero_fraction", "0.0"),
        ("y_number_zero_exponent", "0e1"), ("y_number_exponent_plus", "0e+1"), ("y_number_capital_e", "1E22"),
        ("y_number_capital_e_minus", "1E-2"), ("y_number_capital_e_plus", "1E+2"), ("y_number_real_exponent", "123e45"),
        ("y_number_fraction_exponent", "123.456e78"), ("y_number_minus", "-123"), ("y_number_minus_one", "-1"),
        ("y_number_simple", "123"), ("y_number_fraction", "123.456789"), ("y_number_small", "1e-307"),
        ("y_number_largest", "1.7976931348623157e308"), ("y_number_long_fraction", "0." + new string('3', 400)),
        ("y_number_30_digits", new string('9', 30)), ("y_number_308_digits", new string('9', 308)),
        ("y_number_max_int64", "9223372036854775807"), ("y_number_over_uint64", "18446744073709551616"),
        ("y_object_empty", "{}"), ("y_object_empty_key", "{\"\":0}"), ("y_object_basic", "{\"a\":\"b\"}"),
        ("y_object_nul_in_key", "{\"a\\u0000b\":1}"), ("y_object_escaped_key", "{\"\\u0061\":1,\"b\":2}"),
        ("y_object_case_differs", "{\"a\":1,\"A\":2}"), ("y_object_long_strings", $"{{\"x\":\"{new string('a', 500)}\"}}"),
        ("y_object_newlines", "{\n\"a\": \"b\"\n}"), ("y_object_same_key_in_different_objects", "[{\"a\":1},{\"a\":{\"a\":2}}]"),
        ("y_object_normalization_differs", "{\"\u00e9\":1,\"e\u0301\":2}"), ("y_object_deep", "{\"a\":{\"a\":{\"a\":{}}}}"),
        ("y_string_empty", "\"\""), ("y_string_space", "\" \""), ("y_string_simple_escapes", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""),
        ("y_string_backslash_u", "\"\\\\u0000\""), ("y_string_double_backslash", "\"\\\\\\\\\""),
        ("y_string_escaped_nul", "\"\\u0000\""), ("y_string_escaped_control", "\"\\u0012\""),
        ("y_string_surrogate_pair", "\"\\ud83d\\ude39\""), ("y_string_two_pairs", "\"\\ud83d\\ude39\\ud83d\\udc8d\""),
        ("y_string_pair_capitals", "\"\\uD801\\uDC37\""), ("y_string_last_pair", "\"\\udbff\\udfff\""),
        ("y_string_just_below_surrogates", "\"\\ud7ff\""), ("y_string_just_above_surrogates", "\"\\ue000\""),
        ("y_string_noncharacter", "\"\\uffff\""), ("y_string_noncharacter_utf8", "\"\uffff\""),
        ("y_string_bom_inside", "\"\ufeff\""), ("y_string_del", "\"\u007f\""), ("y_string_utf8", "\"€𝄞\""),
        ("y_string_line_separators", "\"\u2028\u2029\""), ("y_string_no_break_space", "\"\u00a0\""),
        ("y_string_comment_like", "\"a/*b*/c/*d//e\""), ("y_string_escaped_slash", "\"\\/\""),
        ("y_string_with_brackets", "\"]}[{,:\""), ("y_string_long", $"\"{new string('ä', 20_000)}\""),
        ("y_literal_true", "true"), ("y_literal_false", "false"), ("y_literal_null", "null"),
        ("y_white_space_all_kinds", "\t\r\n [ \t\r\n] \t\r\n"),
    ];

    private static readonly (string Name, string Text)[] Bad =
    [
        ("n_array_one_true_without_comma", "[1 true]"), ("n_array_colon", "[\"\": 1]"), ("n_array_comma_first", "[,1]"),
        ("n_array_comma_only", "[,]"), ("n_array_double_comma", "[1,,2]"), ("n_array_extra_close", "[\"x\"]]"),
        ("n_array_extra_comma", "[\"\",]"), ("n_array_inner_without_comma", "[3[4]]"), ("n_array_minus", "[-]"),
        ("n_array_number_and_comma", "[1,]"), ("n_array_star", "[*]"), ("n_array_unclosed", "[\"\""),
        ("n_array_unclosed_object", "[{}"), ("n_array_closed_by_brace", "[1}"), ("n_array_space_comma", "[   , \"\"]"),
        ("n_array_parentheses", "(1)"), ("n_array_trailing_comma_nested", "[[1],]"),
        ("n_literal_incomplete_false", "fals"), ("n_literal_incomplete_null", "nul"), ("n_literal_incomplete_true", "tru"),
        ("n_literal_capital_true", "True"), ("n_literal_capitals", "NULL"), ("n_literal_undefined", "undefined"),
        ("n_literal_nan", "NaN"), ("n_literal_minus_nan", "-NaN"), ("n_literal_infinity", "Infinity"),
        ("n_literal_minus_infinity", "-Infinity"), ("n_literal_inf", "Inf"), ("n_literal_truee", "truee"),
        ("n_number_plus", "+1"), ("n_number_plus_plus", "++1234"), ("n_number_minus_minus", "--1"), ("n_number_minus_space", "- 1"),
        ("n_number_leading_zero", "01"), ("n_number_minus_leading_zero", "-012"), ("n_number_minus_zero_digit", "-00"),
        ("n_number_point_first", ".5"), ("n_number_minus_point", "-.5"), ("n_number_point_last", "1."),
        ("n_number_point_exponent", "1.e3"), ("n_number_minus_two_point", "-2."), ("n_number_exponent_empty", "1e"),
        ("n_number_exponent_plus_empty", "1e+"), ("n_number_exponent_fraction", "1e1.5"), ("n_number_double_exponent", "1ee2"),
        ("n_number_exponent_signs", "1e+-2"), ("n_number_hex", "0x1F"), ("n_number_octal", "0o7"), ("n_number_binary", "0b1"),
        ("n_number_underscore", "1_000"), ("n_number_two_points", "1.2.3"), ("n_number_letter_behind", "1a"),
        ("n_number_space_inside", "1 000"), ("n_number_comma_decimal", "1,5"), ("n_number_fullwidth_digit", "１"),
        ("n_number_arabic_digit", "٣"), ("n_number_expression", "1+2"), ("n_number_f_suffix", "1f"),
        ("n_object_bad_key_number", "{1:1}"), ("n_object_unquoted_key", "{a: \"b\"}"), ("n_object_single_quote", "{'a':0}"),
        ("n_object_comma_for_colon", "{\"x\", null}"), ("n_object_double_colon", "{\"x\"::\"b\"}"), ("n_object_emoji_key", "{🙂:1}"),
        ("n_object_missing_colon", "{\"a\" \"b\"}"), ("n_object_missing_value", "{\"a\":"), ("n_object_missing_value_closed", "{\"a\":}"),
        ("n_object_no_colon", "{\"a\"}"), ("n_object_no_key", "{:\"b\"}"), ("n_object_trailing_comma", "{\"id\":0,}"),
        ("n_object_two_commas", "{\"a\":1,,\"b\":2}"), ("n_object_several_trailing_commas", "{\"id\":0,,,,,}"),
        ("n_object_trailing_comment", "{\"a\":\"b\"}/**/"), ("n_object_line_comment", "{\"a\":\"b\"}//"),
        ("n_object_hash_comment", "{\"a\":\"b\"}#"), ("n_object_comment_inside", "{\"a\":/*comment*/\"b\"}"),
        ("n_object_null_key", "{null:1}"), ("n_object_array_key", "{[]:1}"), ("n_object_with_bracket", "{\"a\":1]"),
        ("n_object_single_string", "{\"foo\":\"bar\",\"a\"}"), ("n_object_semicolon", "{\"a\":1;\"b\":2}"), ("n_object_equals", "{\"a\"=1}"),
        ("n_object_extra_close", "{}}"), ("n_object_leading_comma", "{,\"a\":1}"),
        ("n_string_unclosed", "\"abc"), ("n_string_single_quote", "'abc'"), ("n_string_unquoted", "abc"),
        ("n_string_backtick", "`abc`"), ("n_string_curly_quotes", "“abc”"), ("n_string_bad_escape", "\"\\a\""),
        ("n_string_escape_x", "\"\\x41\""), ("n_string_escape_zero", "\"\\0\""), ("n_string_escape_apostrophe", "\"\\'\""),
        ("n_string_escape_v", "\"\\v\""), ("n_string_escape_capital_u", "\"\\U0041\""), ("n_string_escape_braces", "\"\\u{41}\""),
        ("n_string_escape_newline", "\"\\\n\""), ("n_string_escape_emoji", "\"\\🌀\""), ("n_string_u_short", "\"\\u00A\""),
        ("n_string_u_three", "\"\\u123 \""), ("n_string_u_no_hex", "\"\\u00g0\""), ("n_string_u_empty", "\"\\u\""),
        ("n_string_surrogate_then_short_u", "\"\\uD834\\uDd\""), ("n_string_surrogate_then_bad_escape", "\"\\uD800\\x\""),
        ("n_string_raw_newline", "\"a\nb\""), ("n_string_raw_tab", "\"\t\""), ("n_string_raw_nul", "\"a\0b\""),
        ("n_string_raw_escape", "\"a\u001bb\""), ("n_string_ends_in_backslash", "\"\\\""), ("n_string_concatenated", "\"a\"\"b\""),
        ("n_string_plus", "\"a\"+\"b\""), ("n_string_quotes_in_quotes", "\"a\"b\"c\""),
        ("n_structure_empty", ""), ("n_structure_space_only", "  "), ("n_structure_lone_brace", "{"), ("n_structure_lone_bracket", "["),
        ("n_structure_close_bracket", "]"), ("n_structure_comma", ","), ("n_structure_colon", ":"), ("n_structure_angle", "<.>"),
        ("n_structure_xml", "<a/>"), ("n_structure_asterisk", "[1]*"), ("n_structure_two_values", "1 2"),
        ("n_structure_object_then_array", "{}[]"), ("n_structure_bom", "\ufeff1"), ("n_structure_no_break_space", "\u00a01"),
        ("n_structure_form_feed", "[\u000c]"), ("n_structure_vertical_tab", "[\u000b1]"), ("n_structure_line_separator", "\u20281"),
        ("n_structure_zero_width_space", "\u200b1"), ("n_structure_nul", "\0"), ("n_structure_nul_behind", "1\0"),
        ("n_structure_escape", "\\u0022a\\u0022"), ("n_structure_100000_brackets", new string('[', 100_000)),
        ("n_structure_100000_objects", string.Concat(Enumerable.Repeat("{\"\":", 100_000))),
        ("n_structure_depth_33", new string('[', 31) + new string(']', 31)), ("n_structure_comment_only", "/**/"),
        ("n_structure_comment_before", "/* c */ 1"), ("n_structure_function", "f(1)"), ("n_structure_percent", "%31"),
    ];

    private static readonly (string Name, string Text)[] Odd =
    [
        ("i_number_huge_exponent", "0.4e00669999999999999999999999999999999999999999999999999999969999999006"),
        ("i_number_overflow", "1e400"), ("i_number_minus_overflow", "-1e400"), ("i_number_underflow", "1e-400"),
        ("i_number_minus_underflow", "-1e-400"), ("i_number_exponent_overflows_int", "1e9999999999"),
        ("i_number_exponent_underflows_int", "1e-9999999999"), ("i_number_zero_with_huge_exponent", "0e9999999999"),
        ("i_number_10000_digits", new string('7', 10_000)), ("i_number_zero_point_10000", "0." + new string('0', 10_000) + "1"),
        ("i_object_same_key", "{\"a\":1,\"a\":2}"), ("i_object_same_key_and_value", "{\"a\":1,\"a\":1}"),
        ("i_object_same_key_escaped", "{\"a\":1,\"\\u0061\":2}"), ("i_object_same_empty_key", "{\"\":1,\"\":1}"),
        ("i_object_proto", "{\"__proto__\":{\"a\":1}}"), ("i_object_key_lone_surrogate", "{\"\\uDFAA\":0}"),
        ("i_object_two_keys_lone_surrogates", "{\"\\uD800\":0,\"\\uD801\":1}"),
        ("i_string_lone_high", "\"\\uD800\""), ("i_string_lone_low", "\"\\uDC00\""), ("i_string_reversed_pair", "\"\\uDd1e\\uD834\""),
        ("i_string_high_then_text", "\"\\uD800abc\""), ("i_string_high_then_newline", "\"\\uD800\\n\""),
        ("i_string_high_high", "\"\\uD800\\uD800\""), ("i_string_high_then_bmp", "\"\\uD83D\\u0041\""),
        ("i_string_pair_then_low", "\"\\uD83D\\uDE00\\uDE00\""), ("i_string_replacement", "\"\\ufffd\""),
        ("i_string_high_at_end_of_many", $"\"{string.Concat(Enumerable.Repeat("\\ud83d\\ude00", 1_000))}\\ud83d\""),
        ("i_structure_many_keys", "{" + string.Join(",", Enumerable.Range(0, 20_000).Select(i => $"\"{i}\":0")) + "}"),
    ];

    /// <summary>Values that are no UTF-8, byte for byte.</summary>
    private static readonly (string Name, byte[] Value)[] BadBytes =
    [
        ("n_utf8_lone_continuation", Quoted(0x80)), ("n_utf8_lone_lead", Quoted(0xE9)), ("n_utf8_truncated_two", Quoted(0xC3)),
        ("n_utf8_truncated_three", Quoted(0xE2, 0x82)), ("n_utf8_truncated_four", Quoted(0xF0, 0x9F, 0x98)),
        ("n_utf8_overlong_slash", Quoted(0xC0, 0xAF)), ("n_utf8_overlong_nul", Quoted(0xC0, 0x80)),
        ("n_utf8_overlong_three", Quoted(0xE0, 0x80, 0xAF)), ("n_utf8_overlong_four", Quoted(0xF0, 0x80, 0x80, 0xAF)),
        ("n_utf8_overlong_six", Quoted(0xFC, 0x83, 0xBF, 0xBF, 0xBF, 0xBF)), ("n_utf8_surrogate", Quoted(0xED, 0xA0, 0x80)),
        ("n_utf8_surrogate_pair_cesu", Quoted(0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80)), ("n_utf8_beyond", Quoted(0xF4, 0x90, 0x80, 0x80)),
        ("n_utf8_fe", Quoted(0xFE)), ("n_utf8_ff", Quoted(0xFF, 0xFF)), ("n_utf8_latin1", Quoted(0xE4, 0x20)),
        ("n_utf8_bad_after_escape", [(byte)'"', (byte)'\\', 0xE5, (byte)'"']), ("n_utf8_bare", [0xE5]),
        ("n_utf8_bad_in_number", [(byte)'1', 0xE5]), ("n_utf8_bad_in_key", [.. "{\""u8, 0xB9, .. "\":0}"u8]),
        ("n_utf8_utf16_bom", [0xFF, 0xFE, 0x31, 0x00]), ("n_utf8_utf16", [0x00, 0x31]),
    ];

    private static byte[] Quoted(params byte[] bytes) => [(byte)'"', .. bytes, (byte)'"'];
}
