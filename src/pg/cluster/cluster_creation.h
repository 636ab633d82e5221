#pragma once

#include "pg/cluster/cluster_location.h"
#include "pg/cluster/server_programs.h"

namespace gdo::pg {

// These want the folders of `location` to exist and its lock to be held.

// Makes the data folder, with superuser gdo and database gdo, whole or not at all. Throws
// Error(config) with what initdb said.
void create_cluster(const ClusterLocation& location, const ServerPrograms& programs);

// Removes what a killed gdo left half made.
void remove_unfinished(const ClusterLocation& location);

// Writes gdo.conf, which the data folder's postgresql.conf includes.
void write_settings(const ClusterLocation& location, const ServerPrograms& programs);

}  // namespace gdo::pg
