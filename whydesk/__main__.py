from whydesk.config.cli import main

main()
