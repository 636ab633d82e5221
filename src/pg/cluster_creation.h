#pragma once

#include "pg/cluster_location.h"
#include "pg/server_programs.h"

namespace gdo::pg {

// Makes the data folder, with superuser gdo and database gdo, whole or not at all: whatever an
// earlier attempt left half done is removed. The folders of `location` exist, its lock is held.
// Throws Error(config) with what initdb said.
void create_cluster(const ClusterLocation& location, const ServerPrograms& programs);

// Writes gdo.conf, which the data folder's postgresql.conf includes.
void write_settings(const ClusterLocation& location, const ServerPrograms& programs);

}  // namespace gdo::pg
