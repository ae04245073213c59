// The files of connectors/http/web/, embedded in the binary. Immutable, any thread.
#pragma once
#include <span>

#include "schemas/builtin.h"

namespace demarche {

std::span<const BuiltinFile> WebFiles();  // path relative to web/, as "app.js"

}  // namespace demarche
