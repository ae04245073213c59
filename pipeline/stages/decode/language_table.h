// Codes and names of languages -> ISO 639-1, sorted by the first column: ISO 639-2 codes (terminological and
// bibliographic) and English names from Debian's iso-codes 4.15 (iso_639-2.json; names split at ';', what stands in
// brackets left out, lower case, ASCII), and the ISO 639-3 codes of individual languages that feeds use for a
// macrolanguage: arb, cmn, ekk, lvs, swh, zsm; and farsi. Made once by a script; correct it by hand.
#pragma once
#include <string_view>

namespace demarche {

struct LanguageName {
  std::string_view name;
  std::string_view iso639_1;
};

// clang-format off
inline constexpr LanguageName kLanguageNames[] = {
    {"aar", "aa"}, {"abk", "ab"}, {"abkhazian", "ab"}, {"afar", "aa"}, {"afr", "af"}, {"afrikaans", "af"},
    {"aka", "ak"}, {"akan", "ak"}, {"alb", "sq"}, {"albanian", "sq"}, {"amh", "am"}, {"amharic", "am"}, {"ara", "ar"},
    {"arabic", "ar"}, {"aragonese", "an"}, {"arb", "ar"}, {"arg", "an"}, {"arm", "hy"}, {"armenian", "hy"},
    {"asm", "as"}, {"assamese", "as"}, {"ava", "av"}, {"avaric", "av"}, {"ave", "ae"}, {"avestan", "ae"}, {"aym", "ay"},
    {"aymara", "ay"}, {"aze", "az"}, {"azerbaijani", "az"}, {"bak", "ba"}, {"bam", "bm"}, {"bambara", "bm"},
    {"baq", "eu"}, {"bashkir", "ba"}, {"basque", "eu"}, {"bel", "be"}, {"belarusian", "be"}, {"ben", "bn"},
    {"bengali", "bn"}, {"bih", "bh"}, {"bihari languages", "bh"}, {"bis", "bi"}, {"bislama", "bi"}, {"bod", "bo"},
    {"bokmal", "nb"}, {"bos", "bs"}, {"bosnian", "bs"}, {"bre", "br"}, {"breton", "br"}, {"bul", "bg"},
    {"bulgarian", "bg"}, {"bur", "my"}, {"burmese", "my"}, {"castilian", "es"}, {"cat", "ca"}, {"catalan", "ca"},
    {"central khmer", "km"}, {"ces", "cs"}, {"cha", "ch"}, {"chamorro", "ch"}, {"che", "ce"}, {"chechen", "ce"},
    {"chewa", "ny"}, {"chi", "zh"}, {"chichewa", "ny"}, {"chinese", "zh"}, {"chu", "cu"}, {"chuang", "za"},
    {"church slavic", "cu"}, {"church slavonic", "cu"}, {"chuvash", "cv"}, {"chv", "cv"}, {"cmn", "zh"}, {"cor", "kw"},
    {"cornish", "kw"}, {"corsican", "co"}, {"cos", "co"}, {"cre", "cr"}, {"cree", "cr"}, {"croatian", "hr"},
    {"cym", "cy"}, {"cze", "cs"}, {"czech", "cs"}, {"dan", "da"}, {"danish", "da"}, {"deu", "de"}, {"dhivehi", "dv"},
    {"div", "dv"}, {"divehi", "dv"}, {"dut", "nl"}, {"dutch", "nl"}, {"dzo", "dz"}, {"dzongkha", "dz"}, {"ekk", "et"},
    {"ell", "el"}, {"eng", "en"}, {"english", "en"}, {"epo", "eo"}, {"esperanto", "eo"}, {"est", "et"},
    {"estonian", "et"}, {"eus", "eu"}, {"ewe", "ee"}, {"fao", "fo"}, {"faroese", "fo"}, {"farsi", "fa"}, {"fas", "fa"},
    {"fij", "fj"}, {"fijian", "fj"}, {"fin", "fi"}, {"finnish", "fi"}, {"flemish", "nl"}, {"fra", "fr"}, {"fre", "fr"},
    {"french", "fr"}, {"fry", "fy"}, {"ful", "ff"}, {"fulah", "ff"}, {"gaelic", "gd"}, {"galician", "gl"},
    {"ganda", "lg"}, {"geo", "ka"}, {"georgian", "ka"}, {"ger", "de"}, {"german", "de"}, {"gikuyu", "ki"},
    {"gla", "gd"}, {"gle", "ga"}, {"glg", "gl"}, {"glv", "gv"}, {"gre", "el"}, {"greek", "el"}, {"greenlandic", "kl"},
    {"grn", "gn"}, {"guarani", "gn"}, {"guj", "gu"}, {"gujarati", "gu"}, {"haitian", "ht"}, {"haitian creole", "ht"},
    {"hat", "ht"}, {"hau", "ha"}, {"hausa", "ha"}, {"heb", "he"}, {"hebrew", "he"}, {"her", "hz"}, {"herero", "hz"},
    {"hin", "hi"}, {"hindi", "hi"}, {"hiri motu", "ho"}, {"hmo", "ho"}, {"hrv", "hr"}, {"hun", "hu"},
    {"hungarian", "hu"}, {"hye", "hy"}, {"ibo", "ig"}, {"ice", "is"}, {"icelandic", "is"}, {"ido", "io"},
    {"igbo", "ig"}, {"iii", "ii"}, {"iku", "iu"}, {"ile", "ie"}, {"ina", "ia"}, {"ind", "id"}, {"indonesian", "id"},
    {"interlingua", "ia"}, {"interlingue", "ie"}, {"inuktitut", "iu"}, {"inupiaq", "ik"}, {"ipk", "ik"},
    {"irish", "ga"}, {"isl", "is"}, {"ita", "it"}, {"italian", "it"}, {"japanese", "ja"}, {"jav", "jv"},
    {"javanese", "jv"}, {"jpn", "ja"}, {"kal", "kl"}, {"kalaallisut", "kl"}, {"kan", "kn"}, {"kannada", "kn"},
    {"kanuri", "kr"}, {"kas", "ks"}, {"kashmiri", "ks"}, {"kat", "ka"}, {"kau", "kr"}, {"kaz", "kk"}, {"kazakh", "kk"},
    {"khm", "km"}, {"kik", "ki"}, {"kikuyu", "ki"}, {"kin", "rw"}, {"kinyarwanda", "rw"}, {"kir", "ky"},
    {"kirghiz", "ky"}, {"kom", "kv"}, {"komi", "kv"}, {"kon", "kg"}, {"kongo", "kg"}, {"kor", "ko"}, {"korean", "ko"},
    {"kua", "kj"}, {"kuanyama", "kj"}, {"kur", "ku"}, {"kurdish", "ku"}, {"kwanyama", "kj"}, {"kyrgyz", "ky"},
    {"lao", "lo"}, {"lat", "la"}, {"latin", "la"}, {"latvian", "lv"}, {"lav", "lv"}, {"letzeburgesch", "lb"},
    {"lim", "li"}, {"limburgan", "li"}, {"limburger", "li"}, {"limburgish", "li"}, {"lin", "ln"}, {"lingala", "ln"},
    {"lit", "lt"}, {"lithuanian", "lt"}, {"ltz", "lb"}, {"lub", "lu"}, {"luba-katanga", "lu"}, {"lug", "lg"},
    {"luxembourgish", "lb"}, {"lvs", "lv"}, {"mac", "mk"}, {"macedonian", "mk"}, {"mah", "mh"}, {"mal", "ml"},
    {"malagasy", "mg"}, {"malay", "ms"}, {"malayalam", "ml"}, {"maldivian", "dv"}, {"maltese", "mt"}, {"manx", "gv"},
    {"mao", "mi"}, {"maori", "mi"}, {"mar", "mr"}, {"marathi", "mr"}, {"marshallese", "mh"}, {"may", "ms"},
    {"mkd", "mk"}, {"mlg", "mg"}, {"mlt", "mt"}, {"moldavian", "ro"}, {"moldovan", "ro"}, {"mon", "mn"},
    {"mongolian", "mn"}, {"mri", "mi"}, {"msa", "ms"}, {"mya", "my"}, {"nau", "na"}, {"nauru", "na"}, {"nav", "nv"},
    {"navaho", "nv"}, {"navajo", "nv"}, {"nbl", "nr"}, {"nde", "nd"}, {"ndo", "ng"}, {"ndonga", "ng"}, {"nep", "ne"},
    {"nepali", "ne"}, {"nld", "nl"}, {"nno", "nn"}, {"nob", "nb"}, {"nor", "no"}, {"north ndebele", "nd"},
    {"northern sami", "se"}, {"norwegian", "no"}, {"norwegian bokmal", "nb"}, {"norwegian nynorsk", "nn"},
    {"nuosu", "ii"}, {"nya", "ny"}, {"nyanja", "ny"}, {"occidental", "ie"}, {"occitan", "oc"}, {"oci", "oc"},
    {"oji", "oj"}, {"ojibwa", "oj"}, {"old bulgarian", "cu"}, {"old church slavonic", "cu"}, {"old slavonic", "cu"},
    {"ori", "or"}, {"oriya", "or"}, {"orm", "om"}, {"oromo", "om"}, {"oss", "os"}, {"ossetian", "os"},
    {"ossetic", "os"}, {"pali", "pi"}, {"pan", "pa"}, {"panjabi", "pa"}, {"pashto", "ps"}, {"per", "fa"},
    {"persian", "fa"}, {"pli", "pi"}, {"pol", "pl"}, {"polish", "pl"}, {"por", "pt"}, {"portuguese", "pt"},
    {"provencal", "oc"}, {"punjabi", "pa"}, {"pus", "ps"}, {"pushto", "ps"}, {"que", "qu"}, {"quechua", "qu"},
    {"roh", "rm"}, {"romanian", "ro"}, {"romansh", "rm"}, {"ron", "ro"}, {"rum", "ro"}, {"run", "rn"}, {"rundi", "rn"},
    {"rus", "ru"}, {"russian", "ru"}, {"sag", "sg"}, {"samoan", "sm"}, {"san", "sa"}, {"sango", "sg"},
    {"sanskrit", "sa"}, {"sardinian", "sc"}, {"scottish gaelic", "gd"}, {"serbian", "sr"}, {"shona", "sn"},
    {"sichuan yi", "ii"}, {"sin", "si"}, {"sindhi", "sd"}, {"sinhala", "si"}, {"sinhalese", "si"}, {"slk", "sk"},
    {"slo", "sk"}, {"slovak", "sk"}, {"slovenian", "sl"}, {"slv", "sl"}, {"sme", "se"}, {"smo", "sm"}, {"sna", "sn"},
    {"snd", "sd"}, {"som", "so"}, {"somali", "so"}, {"sot", "st"}, {"south ndebele", "nr"}, {"southern sotho", "st"},
    {"spa", "es"}, {"spanish", "es"}, {"sqi", "sq"}, {"srd", "sc"}, {"srp", "sr"}, {"ssw", "ss"}, {"sun", "su"},
    {"sundanese", "su"}, {"swa", "sw"}, {"swahili", "sw"}, {"swati", "ss"}, {"swe", "sv"}, {"swedish", "sv"},
    {"swh", "sw"}, {"tagalog", "tl"}, {"tah", "ty"}, {"tahitian", "ty"}, {"tajik", "tg"}, {"tam", "ta"},
    {"tamil", "ta"}, {"tat", "tt"}, {"tatar", "tt"}, {"tel", "te"}, {"telugu", "te"}, {"tgk", "tg"}, {"tgl", "tl"},
    {"tha", "th"}, {"thai", "th"}, {"tib", "bo"}, {"tibetan", "bo"}, {"tigrinya", "ti"}, {"tir", "ti"}, {"ton", "to"},
    {"tonga", "to"}, {"tsn", "tn"}, {"tso", "ts"}, {"tsonga", "ts"}, {"tswana", "tn"}, {"tuk", "tk"}, {"tur", "tr"},
    {"turkish", "tr"}, {"turkmen", "tk"}, {"twi", "tw"}, {"uig", "ug"}, {"uighur", "ug"}, {"ukr", "uk"},
    {"ukrainian", "uk"}, {"urd", "ur"}, {"urdu", "ur"}, {"uyghur", "ug"}, {"uzb", "uz"}, {"uzbek", "uz"},
    {"valencian", "ca"}, {"ven", "ve"}, {"venda", "ve"}, {"vie", "vi"}, {"vietnamese", "vi"}, {"vol", "vo"},
    {"volapuk", "vo"}, {"walloon", "wa"}, {"wel", "cy"}, {"welsh", "cy"}, {"western frisian", "fy"}, {"wln", "wa"},
    {"wol", "wo"}, {"wolof", "wo"}, {"xho", "xh"}, {"xhosa", "xh"}, {"yid", "yi"}, {"yiddish", "yi"}, {"yor", "yo"},
    {"yoruba", "yo"}, {"zha", "za"}, {"zho", "zh"}, {"zhuang", "za"}, {"zsm", "ms"}, {"zul", "zu"}, {"zulu", "zu"},
};
// clang-format on

}  // namespace demarche
