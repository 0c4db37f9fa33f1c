CREATE TABLE cases (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  id uuid NOT NULL,
  period_id uuid NOT NULL,
  unit_id uuid NOT NULL,
  state text NOT NULL,
  revision integer NOT NULL,
  self_answered integer NOT NULL,
  self_score text NOT NULL,
  self_high text NOT NULL,
  review_answered integer NOT NULL,
  review_score text NOT NULL,
  submitted_at bigint,
  signed_by text,
  closed_at bigint,
  updated_at bigint NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, period_id, unit_id),
  FOREIGN KEY (tenant_id, period_id) REFERENCES periods (tenant_id, id),
  FOREIGN KEY (tenant_id, unit_id) REFERENCES units (tenant_id, id)
);
CREATE INDEX cases_by_unit ON cases (tenant_id, unit_id);

CREATE TABLE answers (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  layer text NOT NULL CHECK (layer IN ('self', 'review')),
  criterion text NOT NULL,
  revision integer NOT NULL,
  content text NOT NULL,
  person_id uuid,
  by_name text NOT NULL,
  at bigint NOT NULL,
  client_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, case_id, layer, criterion),
  FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
);

CREATE TABLE files (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  id uuid NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  size bigint NOT NULL,
  sha256 text NOT NULL,
  person_id uuid NOT NULL,
  by_name text NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (tenant_id, id)
);

CREATE TABLE evidence (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  criterion text NOT NULL,
  file_id uuid NOT NULL,
  title text NOT NULL,
  dated text,
  by_name text NOT NULL,
  at bigint NOT NULL,
  removed_at bigint,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id),
  FOREIGN KEY (tenant_id, file_id) REFERENCES files (tenant_id, id)
);
CREATE INDEX evidence_by_case ON evidence (tenant_id, case_id, criterion);
CREATE INDEX evidence_by_file ON evidence (tenant_id, file_id);

CREATE TABLE returns (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  item text NOT NULL,
  message text NOT NULL,
  by_name text NOT NULL,
  at bigint NOT NULL,
  settled_at bigint,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
);
CREATE INDEX returns_by_case ON returns (tenant_id, case_id);

