CREATE TABLE tenants (
  id uuid NOT NULL PRIMARY KEY,
  code text NOT NULL UNIQUE,
  name text NOT NULL,
  kind text NOT NULL,
  parent_id uuid REFERENCES tenants (id),
  active boolean NOT NULL,
  created_at bigint NOT NULL
);
CREATE INDEX tenants_by_parent ON tenants (parent_id);

CREATE TABLE persons (
  id uuid NOT NULL PRIMARY KEY,
  login text NOT NULL UNIQUE,
  name text NOT NULL,
  password_hash text NOT NULL,
  must_change boolean NOT NULL,
  password_changed_at bigint NOT NULL,
  epoch integer NOT NULL,
  disabled boolean NOT NULL,
  created_at bigint NOT NULL
);

CREATE TABLE password_history (
  id uuid NOT NULL PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES persons (id),
  password_hash text NOT NULL,
  at bigint NOT NULL
);
CREATE INDEX password_history_by_person ON password_history (person_id, at);

CREATE TABLE memberships (
  person_id uuid NOT NULL REFERENCES persons (id),
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  PRIMARY KEY (tenant_id, person_id)
);
CREATE INDEX memberships_by_person ON memberships (person_id);

CREATE TABLE platform_posts (
  person_id uuid NOT NULL REFERENCES persons (id),
  post text NOT NULL,
  PRIMARY KEY (person_id, post)
);

CREATE TABLE sessions (
  id uuid NOT NULL PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES persons (id),
  created_at bigint NOT NULL,
  seen_at bigint NOT NULL,
  ends_at bigint NOT NULL,
  revoked_at bigint,
  device text NOT NULL
);
CREATE INDEX sessions_by_person ON sessions (person_id);

CREATE TABLE login_failures (
  id uuid NOT NULL PRIMARY KEY,
  login text NOT NULL,
  address text NOT NULL,
  at bigint NOT NULL
);
CREATE INDEX login_failures_by_login ON login_failures (login, at);
CREATE INDEX login_failures_by_address ON login_failures (address, at);
CREATE INDEX login_failures_by_time ON login_failures (at);

-- What a higher commission sees of an approved result: addressed to the viewer, written by the source.
CREATE TABLE oversight (
  viewer_id uuid NOT NULL REFERENCES tenants (id),
  id uuid NOT NULL,
  source_id uuid NOT NULL REFERENCES tenants (id),
  source_name text NOT NULL,
  period_title text NOT NULL,
  unit_name text NOT NULL,
  score text NOT NULL,
  achievable text NOT NULL,
  rate text NOT NULL,
  dimensions text NOT NULL,
  outcome text NOT NULL,
  decided_at bigint NOT NULL,
  PRIMARY KEY (viewer_id, id)
);
CREATE INDEX oversight_by_source ON oversight (source_id);

