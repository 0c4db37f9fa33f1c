-- Only a hash of the link's token is kept. What was neither accepted nor withdrawn lapses at `expires_at`.
CREATE TABLE invitations (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  id uuid NOT NULL,
  token_hash text NOT NULL,
  name text NOT NULL,
  post_id uuid NOT NULL,
  unit_id uuid,
  department_id uuid,
  line_id uuid,
  by_name text NOT NULL,
  at bigint NOT NULL,
  expires_at bigint NOT NULL,
  accepted_at bigint,
  accepted_by uuid,
  withdrawn_at bigint,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, token_hash),
  FOREIGN KEY (tenant_id, post_id) REFERENCES posts (tenant_id, id),
  FOREIGN KEY (tenant_id, unit_id) REFERENCES units (tenant_id, id),
  FOREIGN KEY (tenant_id, department_id) REFERENCES departments (tenant_id, id),
  FOREIGN KEY (tenant_id, line_id) REFERENCES lines (tenant_id, id)
);

-- While one holds, the member's posts rest.
CREATE TABLE suspensions (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  reason text NOT NULL,
  by_name text NOT NULL,
  at bigint NOT NULL,
  ended_at bigint,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, person_id) REFERENCES memberships (tenant_id, person_id)
);
CREATE INDEX suspensions_by_person ON suspensions (tenant_id, person_id);
