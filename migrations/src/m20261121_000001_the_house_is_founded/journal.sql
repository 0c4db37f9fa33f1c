-- `chain` is the case, or the tenant for entries of no case.
CREATE TABLE journal (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  id uuid NOT NULL,
  case_id uuid,
  chain uuid NOT NULL,
  seq bigint NOT NULL,
  act text NOT NULL,
  person_id uuid,
  signature text NOT NULL,
  at bigint NOT NULL,
  summary text NOT NULL,
  detail_hash text NOT NULL,
  previous text NOT NULL,
  hash text NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, chain, seq),
  FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
);
CREATE INDEX journal_by_time ON journal (tenant_id, at);

-- Personal payload, apart from the chain so that it can be deleted.
CREATE TABLE journal_details (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  id uuid NOT NULL,
  detail text NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, id) REFERENCES journal (tenant_id, id)
);

-- `heads` are the last entries of all chains at that moment, `root` the hash over them.
CREATE TABLE checkpoints (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  id uuid NOT NULL,
  at bigint NOT NULL,
  seq bigint NOT NULL,
  entries bigint NOT NULL,
  heads text NOT NULL,
  root text NOT NULL,
  previous text NOT NULL,
  hash text NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, seq)
);

