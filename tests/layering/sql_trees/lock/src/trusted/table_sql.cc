fmt::format(
    "SELECT t.* FROM s CROSS JOIN LATERAL (SELECT {} FROM {} t "
    "WHERE t.a = s.a FOR UPDATE) t");
