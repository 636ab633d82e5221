#pragma once

#include "store/local/place.h"
#include "store/object_store.h"

namespace gdo::store {

// Moves one version of a file inside the lake, without replacing anything, also when an earlier
// attempt was interrupted at any point. See MoveResult for what can come out.
MoveResult move_local(LocalFolders& folders, const MoveRequest& request, LocalAbilities& abilities);

// The steps of it that tests try alone.
namespace local_move {

// Copies to a hidden file beside `to`, gives it its name and removes `from`: for a move to another
// file system. Keeps the modification time.
store::MoveResult by_copy(const store::LocalPlace& from, const store::LocalPlace& to,
                          const store::MoveRequest& request, store::LocalAbilities& abilities);

// After the rename: what arrived must be what was read. If a writer was faster, gives the file its
// old name back, or a free one beside it (f~<8 hex>.json) when that is taken again.
store::MoveResult confirm(const store::LocalPlace& from, const store::LocalPlace& to,
                          const store::MoveRequest& request, store::LocalAbilities& abilities);

}  // namespace local_move

}  // namespace gdo::store
