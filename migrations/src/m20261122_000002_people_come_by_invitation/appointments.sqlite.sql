-- SQLite adds no composite foreign key to a table that is there: the table is made anew.
CREATE TABLE appointments_anew (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  post_id uuid NOT NULL,
  unit_id uuid,
  department_id uuid,
  line_id uuid,
  acts_for uuid,
  acts_for_name text,
  since bigint NOT NULL,
  until bigint,
  ended_at bigint,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, person_id) REFERENCES memberships (tenant_id, person_id),
  FOREIGN KEY (tenant_id, post_id) REFERENCES posts (tenant_id, id),
  FOREIGN KEY (tenant_id, unit_id) REFERENCES units (tenant_id, id),
  FOREIGN KEY (tenant_id, department_id) REFERENCES departments (tenant_id, id),
  FOREIGN KEY (tenant_id, line_id) REFERENCES lines (tenant_id, id),
  FOREIGN KEY (tenant_id, acts_for) REFERENCES appointments_anew (tenant_id, id)
);
INSERT INTO appointments_anew (tenant_id, id, person_id, post_id, unit_id, department_id, since, ended_at)
  SELECT tenant_id, id, person_id, post_id, unit_id, department_id, since, ended_at FROM appointments;
DROP TABLE appointments;
ALTER TABLE appointments_anew RENAME TO appointments;
CREATE INDEX appointments_by_person ON appointments (tenant_id, person_id);
