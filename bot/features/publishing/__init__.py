"""Publishing from a file: the workbook goes out, comes back changed, is compared and, once confirmed, holds."""
