@echo off
rem The same deeds as the Makefile: .\make.bat demo, .\make.bat test
py -3 "%~dp0make.py" %*
