-- name: login_expiry
SELECT CASE WHEN $1::text = '' THEN 'infinity' WHEN $1::text ~ '^\d{4}-\d\d-\d\d$'
  THEN to_char($1::text::date, 'YYYY-MM-DD') || ' 23:59:59+00'
    ELSE to_char($1::text::timestamptz, 'YYYY-MM-DD HH24:MI:SS') || '+00' END

-- name: expiry_of_login
SELECT to_char(nullif(rolvaliduntil, 'infinity'), 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
FROM pg_roles
WHERE rolname = $1
