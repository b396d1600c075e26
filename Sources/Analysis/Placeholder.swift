import Oracle
