CREATE TABLE decisions (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  id uuid NOT NULL,
  period_id uuid NOT NULL,
  meeting text NOT NULL,
  held_on text NOT NULL,
  present text NOT NULL,
  minutes_file_id uuid NOT NULL,
  note text NOT NULL,
  by_name text NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, period_id) REFERENCES periods (tenant_id, id),
  FOREIGN KEY (tenant_id, minutes_file_id) REFERENCES files (tenant_id, id)
);
CREATE INDEX decisions_by_period ON decisions (tenant_id, period_id);
CREATE INDEX decisions_by_minutes ON decisions (tenant_id, minutes_file_id);

CREATE TABLE results (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  id uuid NOT NULL,
  decision_id uuid NOT NULL,
  period_id uuid NOT NULL,
  case_id uuid NOT NULL,
  unit_id uuid NOT NULL,
  rank integer NOT NULL,
  tied boolean NOT NULL,
  score text NOT NULL,
  achievable text NOT NULL,
  rate text NOT NULL,
  outcome text NOT NULL,
  sheet text NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, case_id),
  FOREIGN KEY (tenant_id, decision_id) REFERENCES decisions (tenant_id, id),
  FOREIGN KEY (tenant_id, period_id) REFERENCES periods (tenant_id, id),
  FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id),
  FOREIGN KEY (tenant_id, unit_id) REFERENCES units (tenant_id, id)
);
CREATE INDEX results_by_period ON results (tenant_id, period_id);
CREATE INDEX results_by_decision ON results (tenant_id, decision_id);

CREATE TABLE announcements (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  id uuid NOT NULL,
  period_id uuid NOT NULL,
  decision_id uuid NOT NULL,
  number text NOT NULL,
  title text NOT NULL,
  issuer text NOT NULL,
  body text NOT NULL,
  published_at bigint NOT NULL,
  by_name text NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, number),
  FOREIGN KEY (tenant_id, period_id) REFERENCES periods (tenant_id, id),
  FOREIGN KEY (tenant_id, decision_id) REFERENCES decisions (tenant_id, id)
);
CREATE INDEX announcements_by_time ON announcements (tenant_id, published_at);

