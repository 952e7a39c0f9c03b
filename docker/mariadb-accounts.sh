#!/bin/sh
# The two accounts: mw_migrate changes the schema and hands out rights, mw_app gets its rights table by table.
mariadb -uroot -p"$MARIADB_ROOT_PASSWORD" <<SQL
CREATE USER IF NOT EXISTS mw_app@'%' IDENTIFIED BY '$MW_APP_PASSWORD';
CREATE USER IF NOT EXISTS mw_migrate@'%' IDENTIFIED BY '$MW_MIGRATE_PASSWORD';
GRANT ALL PRIVILEGES ON micro_wish.* TO mw_migrate@'%' WITH GRANT OPTION;
SQL
