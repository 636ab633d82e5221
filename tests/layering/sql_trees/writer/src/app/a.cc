const char* kSql = "DELETE FROM arquivo WHERE id = $1";
