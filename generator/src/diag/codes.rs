//! Every code that a diagnostic can carry, with one line of what it means.
//!
//! Ranges: source 1–49, spec 50–99, style 100–149, lowering 200–299 (from 260 on: what a style makes of a document), names and overlays 300–309,
//! expanding 310–319,
//! options, output and scaffold 350–399, checks of documents 400–459, the document's `x-style` 540–549. A code is never given a second meaning.

use super::Code;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $ident:ident = $number:literal;)+) => {
        $($(#[doc = $doc])+ pub const $ident: Code = Code($number);)+
        /// All codes in order, each with its meaning.
        pub const TABLE: &[(Code, &str)] = &[$((Code($number), concat!($($doc),+).trim_ascii())),+];
    };
}

codes! {
    /// A file cannot be read: it is missing, a folder, or not permitted.
    FILE_UNREADABLE = 1;
    /// A file is larger than the limit.
    FILE_TOO_LARGE = 2;
    /// A file is not UTF-8.
    NOT_UTF8 = 3;
    /// YAML or JSON that cannot be parsed.
    SYNTAX = 4;
    /// Nesting goes deeper than the limit.
    TOO_DEEP = 5;
    /// More nodes than the limit.
    TOO_MANY_NODES = 6;
    /// Aliases expand to more nodes than the limit.
    TOO_MANY_ALIASES = 7;
    /// An alias inside the node that it names.
    ALIAS_CYCLE = 8;
    /// A mapping has the same key twice.
    DUPLICATE_KEY = 9;
    /// A file holds more than one YAML document.
    MORE_DOCUMENTS = 10;
    /// A file holds nothing.
    EMPTY_FILE = 11;
    /// A tab where YAML wants spaces.
    TAB = 12;
    /// A key of a mapping is a list or a mapping.
    KEY_NOT_SCALAR = 13;
    /// A number that neither 64 bits nor a double hold exactly.
    NUMBER_INEXACT = 14;
    /// A merge key `<<` whose value is not a mapping.
    MERGE_KEY = 15;
    /// A YAML tag that is not of the core schema, or does not fit its value.
    TAG = 16;
    /// A quoted text that goes on at a lesser indentation than YAML 1.2 allows.
    QUOTED_INDENT = 17;
    /// The file is not an OpenAPI document.
    NOT_OPENAPI = 50;
    /// Swagger 2.0, which is not read yet.
    SWAGGER_2 = 51;
    /// An unknown version of OpenAPI.
    VERSION_UNKNOWN = 52;
    /// A `$ref` to a place that does not exist.
    REF_DANGLING = 53;
    /// A `$ref` to a file outside the folder of the document.
    REF_OUTSIDE = 54;
    /// A `$ref` over the network, or by the URL of a file.
    REF_NETWORK = 55;
    /// A `$ref` to another file that could not be followed.
    REF_FILE = 56;
    /// A chain of `$ref`s that comes back to itself with nothing between.
    REF_CYCLE = 57;
    /// A node of the wrong kind, with no meaning left.
    WRONG_KIND = 58;
    /// A member that must be there is missing, with no meaning left.
    MISSING = 59;
    /// Something slightly wrong whose meaning is clear; it was repaired.
    REPAIRED = 60;
    /// A keyword that is kept and not enforced.
    NOT_ENFORCED = 61;
    /// A `$ref` that leads somewhere other than its use needs.
    REF_KIND = 62;
    /// A newer version of OpenAPI, read like 3.1.
    VERSION_NEWER = 63;
    /// A field that OpenAPI does not have.
    UNKNOWN_FIELD = 64;
    /// A field of OpenAPI that has no effect on the generated code.
    FIELD_WITHOUT_EFFECT = 65;
    /// A sibling of `$ref` that has no effect.
    SIBLING_OF_REFERENCE = 66;
    /// A dialect of JSON Schema other than OpenAPI's.
    SCHEMA_DIALECT = 67;
    /// A `$ref` where the standard does not allow one; it was resolved.
    REF_STRAY = 69;
    /// A part that is understood, and that the typed model of OpenAPI 3.0 refuses.
    TYPED_MODEL = 70;
    /// A style that is neither built in nor a file.
    STYLE_UNKNOWN = 100;
    /// A key that the grammar of style files does not have.
    STYLE_KEY = 101;
    /// A value of the wrong kind in a style file.
    STYLE_KIND = 102;
    /// A value that a style file cannot have there.
    STYLE_VALUE = 103;
    /// A key that a style must have, and neither it nor what it extends has.
    STYLE_MISSING = 104;
    /// A slot that there is not, or not there.
    STYLE_SLOT = 105;
    /// A slot that a template has twice.
    STYLE_SLOT_TWICE = 106;
    /// The body of a success without the payload.
    STYLE_NO_PAYLOAD = 107;
    /// A style that extends itself, or an outcome that reacts like itself.
    STYLE_CYCLE = 108;
    /// A name of something else in the style that it does not have.
    STYLE_NAME = 109;
    /// Two values of a style that cannot both be.
    STYLE_CONTRADICTION = 110;
    /// An item that a list has twice.
    STYLE_TWICE = 111;
    /// A style named by a document reads a file outside the document's folder.
    STYLE_OUTSIDE = 112;
    /// A slot that is kept and never filled.
    STYLE_EMPTY_SLOT = 113;
    /// A member for the name of a list in a template that is not of lists.
    STYLE_LIST_NAME = 117;
    /// Two operations with one id, or an id that cannot be one.
    OPERATION_ID_TWICE = 200;
    /// Operations without an id, which was made of method and path.
    OPERATION_ID_MADE = 201;
    /// A path that cannot be read.
    PATH_MALFORMED = 202;
    /// A path with a part that is not a path (a query or a fragment), whose meaning is clear.
    PATH_REPAIRED = 203;
    /// Two operations that match the same requests.
    PATHS_ALIKE = 204;
    /// A parameter of the path that nothing declares.
    PATH_PARAMETER_UNDECLARED = 205;
    /// A declared path parameter that the path does not have.
    PATH_PARAMETER_UNUSED = 206;
    /// A path parameter that is not required.
    PATH_PARAMETER_OPTIONAL = 207;
    /// An empty name.
    NAME_EMPTY = 208;
    /// A name that is longer than any that people write.
    NAME_TOO_LONG = 209;
    /// Two parameters of one name in one place.
    PARAMETER_TWICE = 210;
    /// A parameter that media types, security or the style's version stand for.
    PARAMETER_IGNORED = 211;
    /// A parameter with an unknown `in`.
    PARAMETER_PLACE = 212;
    /// A parameter without a schema.
    PARAMETER_SCHEMA = 213;
    /// An encoding that the place of a parameter does not have.
    PARAMETER_ENCODING = 214;
    /// A text that cannot be the name of a header or a cookie.
    HEADER_NAME = 215;
    /// An invalid or repeated media type.
    MEDIA_TYPE = 216;
    /// A body of a kind that is not yet typed: handed over as raw bytes.
    NOT_YET_TYPED = 217;
    /// A key of `responses` that is not a status.
    STATUS = 218;
    /// An operation that declares no success.
    NO_SUCCESS = 219;
    /// A body where the status forbids one.
    BODY_FORBIDDEN = 220;
    /// Headers of responses, which are not typed yet.
    HEADERS_NOT_TYPED = 221;
    /// Webhooks and callbacks, for which no code is emitted yet.
    WEBHOOKS_NOT_EMITTED = 222;
    /// A security scheme that cannot be read.
    SECURITY_SCHEME = 223;
    /// A security scheme that is named and not defined.
    SECURITY_UNDEFINED = 224;
    /// An operation of another method than all operations of the style have.
    METHOD_NOT_POST = 225;
    /// A version of the document that begins with no number, where paths carry that number.
    VERSION_MAJOR = 226;
    /// A `type` that OpenAPI does not know.
    TYPE_UNKNOWN = 230;
    /// `allOf` of schemas that no value meets together.
    ALL_OF_CLASH = 231;
    /// Alternatives that are not typed.
    UNION_NOT_TYPED = 232;
    /// A discriminator that does not select every alternative.
    UNION_TAG = 233;
    /// An enum without a value.
    ENUM_EMPTY = 234;
    /// A value of an enum that is there twice, or is not of its type.
    ENUM_VALUE = 235;
    /// Names or descriptions of an enum's values that are not as many as those.
    ENUM_NAMES = 236;
    /// Bounds that leave no value.
    BOUNDS = 237;
    /// A `multipleOf` that is not enforced.
    MULTIPLE_OF = 238;
    /// A pattern that is not enforced.
    PATTERN = 239;
    /// A default that does not fit its schema.
    DEFAULT = 240;
    /// A keyword that the code does not enforce.
    KEYWORD_NOT_ENFORCED = 241;
    /// A member that is required and not described.
    REQUIRED_UNKNOWN = 242;
    /// A tuple with places that may be absent, or with more after them.
    TUPLE_OPEN = 243;
    /// `allOf` of more schemas than the limit.
    ALL_OF_TOO_LONG = 244;
    /// Values of an enum that differ in case alone, under a style that reads them in any case.
    ENUM_CASE = 245;
    /// A field of an `encoding` that has no effect on the body that it is for.
    ENCODING_WITHOUT_EFFECT = 246;
    /// Formats that the code does not know: their values are not checked.
    FORMAT_UNKNOWN = 247;
    /// An `encoding` of a form's member that says nothing, or what cannot be written.
    FORM_ENCODING = 249;
    /// What counts for parameters of the query alone, said of another.
    QUERY_ALONE = 250;
    /// Alternatives of which a value can be several, where it may be one alone.
    UNION_OVERLAP = 252;
    /// Media types of one body that are not spoken, since another of them is.
    MEDIA_UNREACHABLE = 256;
    /// A server that no client can call.
    SERVER_URL = 257;
    /// A server variable whose default is not among its values.
    SERVER_VARIABLE = 258;
    /// An extension of ours with a value that it does not take.
    EXTENSION_WRONG = 260;
    /// `x-style` uses something that the style does not have.
    EXTENSION_UNUSED = 261;
    /// A way of paging that the style does not have.
    PAGING_UNKNOWN = 262;
    /// Paging of an operation that does not return a list.
    PAGING_NOT_A_LIST = 263;
    /// A keyset page whose items lack what orders them.
    PAGING_KEY = 264;
    /// A parameter that the style's paging has already.
    PAGING_PARAMETER = 265;
    /// A link to an operation that does not exist.
    LINK_OPERATION = 266;
    /// A link that needs what no member gives.
    LINK_MEMBER = 267;
    /// A representation option that the style does not have.
    OPTION_UNKNOWN = 268;
    /// A document that spells out an envelope which the style would wrap around it once more.
    ENVELOPE_SPELLED_OUT = 269;
    /// A code of a failure that the document does not declare.
    ERROR_CODE_UNKNOWN = 270;
    /// A failure with a status that is not one of failures.
    ERROR_STATUS = 271;
    /// A unit of ranges that cannot be one.
    PAGING_UNIT = 272;
    /// A schema that cannot describe a resource.
    RESOURCE_SCHEMA = 273;
    /// Two schemas of one type of resources.
    RESOURCE_TWICE = 274;
    /// A member that a resource cannot have.
    RESOURCE_MEMBER = 275;
    /// A resource inside an attribute of another.
    RESOURCE_NESTED = 276;
    /// Alternatives that are not all resources, or resources that have the same type.
    RESOURCE_UNION = 277;
    /// A request or response without a resource, under a style whose documents carry resources.
    DOCUMENT_WITHOUT_RESOURCE = 278;
    /// `meta` of a document that is not an object.
    META_SCHEMA = 279;
    /// An unknown relationship, or an operation without one.
    RELATIONSHIP = 280;
    /// A path of resources to include that leads nowhere.
    INCLUDE_PATH = 281;
    /// A field that cannot order a collection.
    SORT_FIELD = 282;
    /// A filter that cannot be one.
    FILTER = 283;
    /// A failure of the document that no operation names.
    ERROR_CODE_UNUSED = 284;
    /// A list without the name that the style's template of lists needs.
    LIST_NAME = 288;
    /// The name of a list that another member of the template has.
    LIST_NAME_TAKEN = 289;
    /// An `encoding` of a form that differs from the forms of the style.
    FORM_ENCODING_OF_STYLE = 291;
    /// A body that cannot be a form, or need not be described as JSON, under a style whose requests are forms.
    FORM_BODY = 292;
    /// A path that cannot be expanded.
    EXPANSION_PATH = 293;
    /// An idempotency key for requests that change nothing.
    KEY_OF_SAFE_METHOD = 295;
    /// Something is called otherwise in Rust than its name in the document suggests.
    RENAMED = 300;
    /// A folder of templates cannot be read, or holds a file that replaces no template.
    OVERLAY = 301;
    /// A template does not parse, prints an unchecked value, or uses a field that its view does not have.
    TEMPLATE = 302;
    /// A component whose name OpenAPI 3.1 does not allow.
    EXPAND_RENAMED = 310;
    /// A field that the expanded document has no place for.
    EXPAND_LEFT_OUT = 311;
    /// A mechanism of the style that no document can describe.
    EXPAND_UNDESCRIBED = 312;
    /// An expanded document that cannot be written as YAML.
    EXPAND_YAML = 313;
    /// Webhooks and callbacks, to which the style adds nothing.
    EXPAND_WEBHOOKS = 314;
    /// A full document that has nothing of the style.
    FOLD_NOTHING = 320;
    /// An operation that has only a part of a way of paging.
    FOLD_PAGING = 321;
    /// An operation of a full document whose success is not in the style's envelope.
    FOLD_ENVELOPE = 322;
    /// A failure of a full document that is not in the style's form.
    FOLD_FAILURE = 323;
    /// A full document says something else of the values of a parameter than the style.
    FOLD_VALUES = 324;
    /// A failure of a full document has members that the style's do not have.
    FOLD_FAILURE_MEMBERS = 330;
    /// A failure of a full document has other media types too.
    FOLD_FAILURE_MEDIA = 331;
    /// Codes of failures of a full document that are listed without one status.
    FOLD_FAILURE_CODES = 332;
    /// A failure of a full document lists texts, where entries of the style are objects.
    FOLD_FAILURE_TEXTS = 333;
    /// A name for the generated file that is not an identifier.
    BAD_IDENT = 350;
    /// `OUT_DIR` is not set: `build` was called outside a build script.
    NO_OUT_DIR = 351;
    /// rustfmt is missing, or refuses the text.
    RUSTFMT = 352;
    /// The document's `x-style` leads out of the document's folder.
    OWN_STYLE = 353;
    /// Standard input cannot be read.
    STDIN = 354;
    /// `inspect --only` or `styles show` names nothing.
    NOTHING_NAMED = 355;
    /// The folder of a new package is not empty.
    FOLDER_TAKEN = 356;
    /// What `--runtime` says is neither the folder of the crate nor a version.
    RUNTIME = 357;
    /// A file cannot be carried over into a new package.
    NOT_CARRIED = 358;
    /// What `--deny` or `--allow` names is neither a code nor a word for some.
    LEVEL_UNKNOWN = 359;
    /// A member `...` that cannot be where it is in a template.
    STYLE_SPREAD = 370;
    /// A payload that is no object, though the style writes its members next to others.
    SPREAD_PAYLOAD = 371;
    /// A payload with a member that the style writes next to it.
    SPREAD_MEMBER = 372;
    /// A folder for output cannot be made.
    OUTPUT_FOLDER = 390;
    /// Something that is not ours is in the way of a file.
    OUTPUT_OWNED = 391;
    /// A file of the output cannot be read or written.
    OUTPUT_WRITE = 392;
    /// A path of the output leaves its folder, or is there twice.
    OUTPUT_PATH = 393;
    /// A name in another case than the style's rules ask for.
    LINT_CASE = 400;
    /// A collection whose name is not in the grammatical number that the style's rules ask for.
    LINT_COLLECTION = 401;
    /// A path that is deeper than the style's rules allow.
    LINT_DEPTH = 402;
    /// A method that the style's rules do not allow.
    LINT_METHOD = 403;
    /// A status that the style's rules do not allow.
    LINT_STATUS = 404;
    /// A description is missing that the style's rules require.
    LINT_DESCRIPTION = 405;
    /// A summary is missing that the style's rules require.
    LINT_SUMMARY = 406;
    /// An example is missing that the style's rules require.
    LINT_EXAMPLE = 407;
    /// A tag is missing, or not declared, that the style's rules require.
    LINT_TAG = 408;
    /// An operation has no id, and the style's rules require one.
    LINT_OPERATION_ID = 409;
    /// A text or a list has no limit, and the style's rules require one.
    LINT_LIMIT = 410;
    /// A name that the style's rules forbid.
    LINT_FORBIDDEN = 411;
    /// `lint` in `x-style` switches off what reports nothing.
    LINT_OFF_UNUSED = 412;
    /// `check` has neither a document nor a style to check.
    NOTHING_TO_CHECK = 450;
    /// `explain` is asked about an unknown code.
    CODE_UNKNOWN = 451;
    /// `x-style` has no such key.
    EXTENSION_KEY = 540;
    /// A value in `x-style` that its key does not take.
    EXTENSION_VALUE = 541;
    /// A key of `x-style`, or all of it, on an object that it is not for.
    EXTENSION_PLACE = 542;
    /// An extension of an earlier version, which is a key of `x-style` now.
    EXTENSION_OLD = 543;
}
