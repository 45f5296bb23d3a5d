"""Small remote systems that behave, with faults to switch on."""
