CREATE TABLE schemes (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  id uuid NOT NULL,
  name text NOT NULL,
  version integer NOT NULL,
  title text NOT NULL,
  document text NOT NULL,
  published_at bigint NOT NULL,
  published_by text NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, name, version)
);

CREATE TABLE periods (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  id uuid NOT NULL,
  scheme_id uuid NOT NULL,
  title text NOT NULL,
  kind text NOT NULL,
  starts_on text NOT NULL,
  ends_on text NOT NULL,
  fill_by text NOT NULL,
  review_by text NOT NULL,
  opened_at bigint NOT NULL,
  opened_by text NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, title),
  FOREIGN KEY (tenant_id, scheme_id) REFERENCES schemes (tenant_id, id)
);

