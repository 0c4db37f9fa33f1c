ALTER TABLE appointments
  ADD COLUMN line_id uuid,
  ADD COLUMN acts_for uuid,
  ADD COLUMN acts_for_name text,
  ADD COLUMN until bigint,
  ADD FOREIGN KEY (tenant_id, line_id) REFERENCES lines (tenant_id, id),
  ADD FOREIGN KEY (tenant_id, acts_for) REFERENCES appointments (tenant_id, id);
