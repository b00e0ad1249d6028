from tests.web.conftest import unhashed_static_files as unhashed_static_files
