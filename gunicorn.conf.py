"""What gunicorn takes: it reads this by itself, from the folder it is started in.

The numbers are those of ethicaltrade/settings/limits.py, which a test compares.
"""

limit_request_line = 8190  # bytes
limit_request_field_size = 8190  # bytes, of one header
limit_request_fields = 100  # headers
# Seconds without a sign of life from a worker. What one thread is at ends by the limits
# of the database and Redis.
timeout = 40
