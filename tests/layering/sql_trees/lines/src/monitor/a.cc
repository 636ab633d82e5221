const char* kSql =
    "SELECT id, nome "
    "FROM lote";
