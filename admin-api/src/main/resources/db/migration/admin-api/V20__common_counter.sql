-- Versions of the configuration are counted for all services together now, in the schema "configuration".
drop table config_version;
