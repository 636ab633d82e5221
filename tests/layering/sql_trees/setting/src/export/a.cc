connection.query("SELECT set_config($1, $2, true)", {name, value});
