// CountryCode: ISO 3166-1 alpha-3 (and XKX, PSE, TWN, HKG), or a body that acts like a country: EUE, NATO, UNO, AFU,
// ASEAN, ARL. A value of 8 bytes; empty = none.
#pragma once
#include <array>
#include <compare>
#include <cstring>
#include <string_view>

namespace demarche {

class CountryCode {
 public:
  constexpr CountryCode() = default;
  // REQUIRES: at most 7 characters; longer input is cut.
  constexpr explicit CountryCode(std::string_view code) {
    for (size_t i = 0; i < code.size() && i < 7; ++i) chars_[i] = code[i];
  }
  constexpr std::string_view view() const {
    size_t n = 0;
    while (n < 7 && chars_[n] != 0) ++n;
    return {chars_.data(), n};
  }
  constexpr bool empty() const { return chars_[0] == 0; }
  friend constexpr auto operator<=>(const CountryCode&, const CountryCode&) = default;

 private:
  std::array<char, 8> chars_{};
};

}  // namespace demarche
