// DEMARCHE_RETURN_IF_ERROR(expr) and DEMARCHE_ASSIGN_OR_RETURN(lhs, expr): early return of a failed absl::Status or
// StatusOr. Debian 12's Abseil has no status macros of its own.
#pragma once
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define DEMARCHE_RETURN_IF_ERROR(expr)                                                           \
  do {                                                                                           \
    if (absl::Status demarche_status_ = (expr); !demarche_status_.ok()) return demarche_status_; \
  } while (false)

#define DEMARCHE_CONCAT_INNER_(a, b) a##b
#define DEMARCHE_CONCAT_(a, b) DEMARCHE_CONCAT_INNER_(a, b)
#define DEMARCHE_ASSIGN_OR_RETURN(lhs, expr) \
  DEMARCHE_ASSIGN_OR_RETURN_IMPL_(DEMARCHE_CONCAT_(demarche_statusor_, __LINE__), lhs, expr)
// NOLINTBEGIN(bugprone-macro-parentheses): `lhs` may declare a variable, `tmp` is a name
#define DEMARCHE_ASSIGN_OR_RETURN_IMPL_(tmp, lhs, expr) \
  auto tmp = (expr);                                    \
  if (!tmp.ok()) return std::move(tmp).status();        \
  lhs = *std::move(tmp)
// NOLINTEND(bugprone-macro-parentheses)
