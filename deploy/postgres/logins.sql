-- The database and its logins, made once by an administrator (a superuser, or whoever may
-- make roles and databases) before the first `caseway migrate`. PostgreSQL 15 or newer.
--
--     export CASEWAY_OWNER_PASSWORD_FILE=… CASEWAY_LOGIN_PASSWORD_FILE=…
--     psql --set ON_ERROR_STOP=1 --file logins.sql postgres
--
-- caseway_admin  migrates, and nothing else: storage.postgres.owner
-- caseway        everything that keeps running; it owns nothing, and each port of it takes
--                the role that may do what the port needs
--
-- The roles would be made by `caseway migrate` too. They are made here, by the same login, so
-- that `caseway` is a member of them before there are tables.
--
-- Roles are the cluster's, and not a database's. Where another database of it has them already,
-- leave out what makes them; from PostgreSQL 16 on, whoever made them then grants `caseway_owner`
-- to the administrator of this one, and the other roles to its login.

\set owner_password `cat "$CASEWAY_OWNER_PASSWORD_FILE"`
\set login_password `cat "$CASEWAY_LOGIN_PASSWORD_FILE"`

CREATE ROLE caseway_admin LOGIN CREATEROLE PASSWORD :'owner_password';
CREATE DATABASE caseway OWNER caseway_admin;
REVOKE ALL ON DATABASE caseway FROM PUBLIC;

SET ROLE caseway_admin;
CREATE ROLE caseway_owner NOLOGIN;
CREATE ROLE caseway_gateway NOLOGIN;
CREATE ROLE caseway_normaliser NOLOGIN;
CREATE ROLE caseway_console NOLOGIN;
CREATE ROLE caseway_reader NOLOGIN;
CREATE ROLE caseway LOGIN NOINHERIT PASSWORD :'login_password'
    IN ROLE caseway_gateway, caseway_normaliser, caseway_console, caseway_reader;
GRANT CONNECT ON DATABASE caseway TO caseway;
RESET ROLE;
